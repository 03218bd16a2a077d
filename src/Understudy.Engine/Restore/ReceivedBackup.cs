using System.Runtime.ExceptionServices;
using Microsoft.Win32.SafeHandles;
using Understudy.Engine.Streams;
using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Storage;

namespace Understudy.Engine.Restore;

/// <summary>
/// A backup that comes as a stream. It is received below the data directory that is to be made: what is not compressed needs no second
/// copy then, but goes to its place under another name.
/// </summary>
internal static class ReceivedBackup
{
    private const string DirectoryName = ".understudy-receiving";

    /// <summary>Receives it, to the end of the stream.</summary>
    /// <param name="input">The stream.</param>
    /// <param name="options">Where to, and with how many threads.</param>
    /// <param name="target">The data directory; it exists.</param>
    /// <param name="progress">Counts the files.</param>
    /// <param name="cancellation">Ends it, also while nothing comes.</param>
    /// <exception cref="FailureException">The stream is damaged or cut short, or holds no backup that has a manifest.</exception>
    internal static BackupDirectory Receive(
        SafeFileHandle input, RestoreOptions options, DirectoryTarget target, OperationProgress progress, CancellationToken cancellation)
    {
        progress.Phase = "receiving";
        target.CreateDirectory(DirectoryName);
        var directory = target.PathOf(DirectoryName);
        var extraction = new StreamExtractionOptions { Directory = directory, Parallel = options.Parallel };
        RunWhileNotCancelled(() => StreamExtraction.Run(input, extraction, cancellation), cancellation);
        if (!File.Exists(Path.Combine(directory, ManifestDocument.FileName)))
        {
            throw new FailureException(
                FailureKind.BackupMissing,
                $"{extraction.StreamName} held no complete backup: there is no {ManifestDocument.FileName} in it, which comes last",
                "a stream of mariadb-backup itself goes through understudy mbstream -x -C DIR, understudy prepare DIR and understudy mariadb-backup --copy-back");
        }

        return BackupDirectory.Open(directory);
    }

    // A read of a pipe into which nobody writes ends with the process at the latest.
    private static void RunWhileNotCancelled(Action work, CancellationToken cancellation)
    {
        using var ended = new ManualResetEventSlim();
        ExceptionDispatchInfo? error = null;
        var thread = new Thread(() =>
        {
            try
            {
                work();
            }
            catch (Exception e)
            {
                error = ExceptionDispatchInfo.Capture(e);
            }

            ended.Set();
        })
        {
            Name = "receive",
            IsBackground = true,
        };
        thread.Start();
        ended.Wait(cancellation);
        thread.Join();
        error?.Throw();
    }
}
