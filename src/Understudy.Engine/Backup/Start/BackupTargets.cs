using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Server;
using Understudy.Storage;
using Understudy.Storage.Compression;
using Understudy.Storage.Streams;

namespace Understudy.Engine.Backup.Start;

/// <summary>Opens what a backup is written to.</summary>
internal static class BackupTargets
{
    /// <summary>Refuses what cannot be done. To be called before anything that takes time.</summary>
    internal static void Check(BackupOptions options, ServerLayout layout)
    {
        if (!options.Stream)
        {
            Preflight.CheckTarget(layout, options.TargetDirectory);
        }

        if (options.Prepared is not null && (options.Stream || options.Compression is not null))
        {
            throw new FailureException(
                FailureKind.Usage,
                "a backup that is streamed or compressed cannot be prepared while it is taken",
                "leave out --prepared; prepare the backup when it is in a directory");
        }

        if (options.Method == CopyMethod.Reflink && (options.Stream || options.Compression is not null))
        {
            throw new FailureException(FailureKind.Usage, "what is streamed or compressed cannot be cloned", "leave out --method");
        }

        if (options.Compression is not { } compression)
        {
            return;
        }

        compression.Require();
        if (!compression.TakesIncrements && (options.IncrementalBase is not null || options.IncrementalLsn is not null))
        {
            throw new FailureException(FailureKind.Usage, "increments are not compressed", "leave out --compress, or compress the stream of --stream");
        }
    }

    /// <summary>Opens it.</summary>
    internal static OpenTarget Open(
        BackupOptions options, SourceTree tree, ServerFacts facts, ServerSession session, bool isIncrement, IBackupEvents events)
    {
        var open = options.Stream
            ? new OpenTarget(StreamTarget.ToStandardOutput(), options.Compression, options.HashKind, CopyMethod.Copy)
            : OpenDirectory(options, tree, facts, isIncrement, events);
        if (options.DropIn is { } dropIn)
        {
            DropInStart.Run(dropIn, session);
        }

        return open;
    }

    private static OpenTarget OpenDirectory(BackupOptions options, SourceTree tree, ServerFacts facts, bool isIncrement, IBackupEvents events)
    {
        var target = options.DropIn is null ? DirectoryTarget.Create(options.TargetDirectory) : DropInStart.OpenDirectory(options.TargetDirectory, facts);
        if (options.Compression is not null)
        {
            // How small compression makes it shows only when it is done.
            return new OpenTarget(target, options.Compression, options.HashKind, CopyMethod.Copy);
        }

        var method = CloneProbe.Choose(options.Method, facts.Layout, target.Name, events);
        Preflight.CheckSpace(tree, target, isIncrement, method);
        return new OpenTarget(target, compression: null, options.HashKind, method);
    }
}
