using Understudy.Engine.Backup;
using Understudy.Engine.Backup.Copiers;
using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Copying;
using Understudy.Formats.InnoDb;

namespace Understudy.Engine.Snapshot;

/// <summary>A file of a snapshot, which stays where it is: verified, hashed and listed.</summary>
internal static class SnapshotFile
{
    /// <summary>A file that has no page checksums.</summary>
    internal static PlacedFile Plain(BackupContext context, SourceUnit unit, SourceFile file) => new(
        file.FullPath,
        file.Status.SizeBytes,
        context.Scope,
        () => OpenPlacedFile.Open(file.FullPath, file.Status.SizeBytes, check: null),
        hashes => Note(context, unit, file, hashes, identity: null));

    /// <summary>An InnoDB file, whose pages are verified.</summary>
    internal static PlacedFile Tablespace(BackupContext context, SourceUnit unit, uint firstPage, TablespaceFormat? systemFormat)
    {
        var file = unit.Files[0];
        OpenTablespace? opened = null;
        return new PlacedFile(
            file.FullPath,
            file.Status.SizeBytes,
            context.Scope,
            () =>
            {
                opened = OpenTablespace.TryOpen(context, file, firstPage, systemFormat) ?? throw new FileNotFoundException($"{file.FullPath} has vanished");
                return new OpenPlacedFile(opened.Source, opened.Look(file.Status));
            },
            hashes => Note(context, unit, file, hashes, new TablespaceIdentity(opened!.Format?.Space, PageLsnSample.None)));
    }

    private static void Note(BackupContext context, SourceUnit unit, SourceFile file, string[] hashes, TablespaceIdentity? identity)
    {
        context.Scope.Progress.AddFile();
        context.Catalog.Set(CopiedFiles.Of(unit, file, file.Status.SizeBytes, hashes) with
        {
            Status = file.Status,
            IsStill = true,
            Identity = identity,
        });
    }
}
