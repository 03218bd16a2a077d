using Understudy.Cli.Faces.MariaDbBackup.CommandLine;
using Understudy.Formats;
using Understudy.Formats.BackupInfo;

namespace Understudy.Cli.Faces.MariaDbBackup.Modes;

/// <summary>Where a backup is or goes.</summary>
internal static class FaceDirectories
{
    /// <summary>The directory of a backup that is there: as named, or the default one of either release.</summary>
    internal static string OfExisting(FaceValues values)
    {
        if (values.Text("target-dir") is { Length: > 0 } named)
        {
            return Path.GetFullPath(named);
        }

        return MetadataFileNames.NewestFirst.Select(names => Path.GetFullPath(names.DefaultDirectory)).FirstOrDefault(Directory.Exists)
            ?? throw new FailureException(
                FailureKind.BackupMissing,
                $"there is no {MetadataFileNames.New.DefaultDirectory} and no {MetadataFileNames.Old.DefaultDirectory} in {Environment.CurrentDirectory}",
                "name the backup with --target-dir");
    }
}
