namespace Understudy.Engine.Prepare.Files;

/// <summary>Finds the InnoDB files of a backup directory.</summary>
internal static class BackupFiles
{
    private const string DataExtension = ".ibd";
    private const string UndoPrefix = "undo";
    private const int UndoNameLength = 7;

    /// <summary>Whether a file of that name in the directory itself is an undo tablespace.</summary>
    internal static bool IsUndoTablespace(string name) =>
        name.Length == UndoNameLength
        && name.StartsWith(UndoPrefix, StringComparison.Ordinal)
        && name.AsSpan(UndoPrefix.Length).IndexOfAnyExceptInRange('0', '9') < 0;

    internal static TablespaceFileSet Find(string directory, BackupMetadata metadata)
    {
        var files = new Dictionary<string, string>();
        foreach (var path in Directory.EnumerateFiles(directory, UndoPrefix + "*"))
        {
            var name = Path.GetFileName(path);
            if (IsUndoTablespace(name))
            {
                files.Add(name, path);
            }
        }

        foreach (var database in Directory.EnumerateDirectories(directory))
        {
            foreach (var path in Directory.EnumerateFiles(database, "*" + DataExtension))
            {
                files.Add(Path.GetRelativePath(directory, path), path);
            }
        }

        return new TablespaceFileSet
        {
            PageSizeBytes = metadata.PageSizeBytes,
            SystemFiles = [.. metadata.SystemFiles.Files.Select(f => Path.Combine(directory, Path.GetFileName(f.Path)))],
            Files = files,
            IsPartial = metadata.IsPartial,
            PlaceOfNew = name => Path.Combine(directory, name),
        };
    }
}
