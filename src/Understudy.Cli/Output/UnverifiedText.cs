using Understudy.Engine;
using Understudy.Formats.Manifest;

namespace Understudy.Cli.Output;

/// <summary>What of a backup is not verified, for people.</summary>
internal static class UnverifiedText
{
    /// <summary>Says how much it is.</summary>
    /// <returns>Null when everything is verified.</returns>
    internal static string? Of(BackupManifest manifest)
    {
        var files = manifest.UnverifiedFiles.ToArray();
        return files.Length == 0
            ? null
            : $"{files.Length} of {manifest.Files.Count} files, {Sizes.Format(files.Sum(file => file.Size))}, are clones that nobody has read yet";
    }
}
