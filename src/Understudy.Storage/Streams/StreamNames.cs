namespace Understudy.Storage.Streams;

/// <summary>
/// The names that files have in the stream. A name is used only once: what later gets the name of something that was sent already is
/// sent under a name of the moment, and renamed at the end.
/// </summary>
internal sealed class StreamNames
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private int _number;

    /// <summary>Takes a name for a file.</summary>
    internal string Take(string path) => _used.Add(path) ? path : TakeMoment(path);

    /// <summary>Takes a name in the directory of a file that nothing else has. It is short, since file names must not be too long.</summary>
    internal string TakeMoment(string path)
    {
        var directory = DirectoryOf(path);
        string name;
        do
        {
            name = $"{(directory.Length == 0 ? "" : directory + "/")}understudy-{++_number}.part";
        }
        while (!_used.Add(name));

        return name;
    }

    /// <summary>Whether something was sent into a directory.</summary>
    internal bool IsKnown(string directory) => _used.Any(name => DirectoryOf(name) == directory);

    /// <summary>The directory part of a path, empty when there is none.</summary>
    internal static string DirectoryOf(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash < 0 ? "" : path[..slash];
    }
}
