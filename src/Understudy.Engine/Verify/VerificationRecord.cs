using Understudy.Engine.Backup.Sources;
using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Verify;

/// <summary>Writes down in a backup what was found good in it, so that it is a backup like any other.</summary>
internal sealed class VerificationRecord
{
    private readonly FileStatus _read;

    private VerificationRecord(BackupDirectory backup, FileStatus read)
    {
        _read = read;
        Backup = backup;
        Files = new UnverifiedFiles(backup.Manifest, backup.PathOf);
    }

    /// <summary>The backup.</summary>
    internal BackupDirectory Backup { get; }

    /// <summary>What is to be verified in it.</summary>
    internal UnverifiedFiles Files { get; }

    /// <summary>How many files are verified now and were not before.</summary>
    internal int Recorded { get; private set; }

    /// <summary>Why that could not be written; null when it was, or there was nothing to write.</summary>
    internal string? WhyNot { get; private set; }

    /// <summary>Opens a backup.</summary>
    /// <exception cref="FailureException">There is none that is complete.</exception>
    internal static VerificationRecord Open(string directory)
    {
        FileStatus.TryRead(Path.Combine(directory, ManifestDocument.FileName), out var read);
        return new VerificationRecord(BackupDirectory.Open(directory), read);
    }

    /// <summary>Writes the manifest anew, if files are verified now that were not before.</summary>
    internal void Write()
    {
        var manifest = Files.Record(Backup.Manifest);
        var count = Backup.Manifest.UnverifiedFiles.Count() - manifest.UnverifiedFiles.Count();
        if (count == 0)
        {
            return;
        }

        var path = Path.Combine(Backup.Path, ManifestDocument.FileName);
        try
        {
            // A prepare may have been run on it meanwhile.
            if (!FileStatus.TryRead(path, out var now) || !Signature.IsSame(_read, now))
            {
                throw new IOException($"{path} was changed meanwhile");
            }

            DurableFile.Publish(path, stream => ManifestDocument.Write(manifest, stream));
            Recorded = count;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            WhyNot = $"{count} files of {Backup.Path} are verified now, but that cannot be recorded there: {e.Message}";
        }
    }
}
