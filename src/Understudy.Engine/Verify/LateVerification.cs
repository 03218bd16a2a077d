using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Verify;

/// <summary>Verifies what was not verified when it was backed up, before the files are changed in place.</summary>
internal static class LateVerification
{
    /// <summary>Reads the files of a backup that are unverified, if there are some, and records that they are good.</summary>
    /// <param name="directory">The backup; one without a manifest has nothing that could be unverified.</param>
    /// <param name="threads">How many read.</param>
    /// <param name="progress">Counts what is done.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FailureException">A file is damaged, or it cannot be recorded; nothing else was changed.</exception>
    internal static void Run(string directory, int threads, OperationProgress progress, CancellationToken cancellation)
    {
        if (!FileStatus.TryRead(Path.Combine(directory, ManifestDocument.FileName), out _)
            || !BackupDirectory.Open(directory).Manifest.UnverifiedFiles.Any())
        {
            return;
        }

        var options = new VerifyOptions { Directories = [directory], UnverifiedOnly = true, Parallel = threads };
        var result = new VerifyOperation(options, progress).Run(cancellation);
        if (result.Damaged.Count > 0)
        {
            var first = result.Damaged[0];
            var pages = first.Pages.Count == 0 ? "" : $" (page {first.Pages[0]}{(first.Pages.Count > 1 ? $" and {first.Pages.Count - 1} more" : "")})";
            throw new FailureException(
                FailureKind.Damaged,
                $"{first.Reason}{pages}{(result.Damaged.Count > 1 ? $"; damaged files in all: {result.Damaged.Count}" : "")}",
                $"use another backup; this names all damaged pages: understudy verify {directory}");
        }

        if (result.NotRecorded.Count > 0)
        {
            throw new FailureException(FailureKind.Failed, result.NotRecorded[0], "it must be possible to write to the directory of a backup that is prepared");
        }
    }
}
