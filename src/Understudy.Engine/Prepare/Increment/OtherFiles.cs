using Understudy.Engine.Copying;
using Understudy.Engine.Prepare.Files;
using Understudy.Engine.Prepare.Log;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare.Increment;

/// <summary>
/// Everything that is not InnoDB's: an increment has all of it as a whole, so what the backup has is replaced. Can be stopped at
/// any moment and run again.
/// </summary>
internal static class OtherFiles
{
    private const string DataExtension = ".ibd";

    /// <summary>Copies the files of the increment and deletes all others. When it returns everything is durable.</summary>
    internal static void Replace(
        string directory, IncrementDirectory increment, WorkerPool pool, OperationProgress progress, CancellationToken cancellation)
    {
        progress.AddTotal(increment.OtherFiles.Sum(path => new FileInfo(Path.Combine(increment.Path, path)).Length));
        pool.Run(
            [.. increment.OtherFiles.Select(path => (Action<CopyWorker>)(worker =>
                WholeFile.Copy(Path.Combine(increment.Path, path), Path.Combine(directory, path), worker, progress, cancellation)))],
            cancellation);
        var systemFiles = increment.Metadata.SystemFiles.Files.Select(file => Path.GetFileName(file.Path)).ToHashSet(StringComparer.Ordinal);
        var kept = increment.OtherFiles.ToHashSet(StringComparer.Ordinal);
        Delete(directory, "", path => kept.Contains(path) || systemFiles.Contains(path) || IsKept(path));
        DeleteDirectories(directory, increment.Directories.ToHashSet(StringComparer.Ordinal));
        PosixFile.SyncFileSystem(directory);
    }

    private static bool IsKept(string path) => path.Contains('/', StringComparison.Ordinal)
        ? path.EndsWith(DataExtension, StringComparison.Ordinal)
        : BackupFiles.IsUndoTablespace(path) || path is IncrementMarkFile.FileName or RedoLogSource.FileName
            || path.StartsWith(ManifestDocument.FileName, StringComparison.Ordinal);

    private static void Delete(string root, string below, Func<string, bool> isKept)
    {
        var directory = Path.Combine(root, below);
        foreach (var path in Directory.EnumerateFiles(directory).Where(path => !isKept(Path.GetRelativePath(root, path))).ToList())
        {
            File.Delete(path);
        }

        foreach (var path in Directory.EnumerateDirectories(directory).ToList())
        {
            Delete(root, Path.GetRelativePath(root, path), isKept);
        }
    }

    // Databases that were dropped. Their tablespaces are gone already.
    private static void DeleteDirectories(string root, HashSet<string> kept)
    {
        foreach (var path in Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories)
            .Where(path => !kept.Contains(Path.GetRelativePath(root, path)))
            .OrderByDescending(path => path.Length)
            .ToList())
        {
            if (!Directory.EnumerateFileSystemEntries(path).Any())
            {
                Directory.Delete(path);
            }
        }
    }
}
