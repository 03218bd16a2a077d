namespace Understudy.Engine.Backup.Start;

/// <summary>Paths without symbolic links, so that two names of one directory are the same.</summary>
internal static class RealPath
{
    /// <summary>The path with all links resolved, as far as it exists.</summary>
    internal static string Of(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        var place = Path.Combine(Of(parent), Path.GetFileName(full));
        return Directory.Exists(place) && new DirectoryInfo(place).ResolveLinkTarget(returnFinalTarget: true) is { } target
            ? Of(target.FullName)
            : place;
    }

    /// <summary>Whether a real path is a directory or lies below it.</summary>
    internal static bool IsIn(string path, string directory) =>
        path == directory || path.StartsWith(Path.TrimEndingDirectorySeparator(directory) + "/", StringComparison.Ordinal);
}
