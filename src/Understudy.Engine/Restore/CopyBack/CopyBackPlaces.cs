using Understudy.Formats;
using Understudy.Formats.InnoDb;

namespace Understudy.Engine.Restore.CopyBack;

/// <summary>The directories of a server, as its option file names them.</summary>
internal sealed class CopyBackPlaces
{
    private const string RocksDbName = "#rocksdb";
    private const string UndoPrefix = "undo";
    private const int UndoNameLength = 7;
    private const string AriaPrefix = "aria_log";

    private readonly Dictionary<string, string> _systemFiles;

    internal CopyBackPlaces(CopyBackOptions options, string dataFilePath)
    {
        Data = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.DataDirectory));
        RedoLog = Below(options.RedoLogDirectory);
        Undo = Below(options.UndoDirectory);
        AriaLog = Below(options.AriaLogDirectory);
        RocksDb = options.RocksDbDirectory is null ? Path.Combine(Data, RocksDbName) : Below(options.RocksDbDirectory);
        if (!DataFilePath.TryParse(dataFilePath, options.DataHomeDirectory, out var files, out var whyNot))
        {
            throw new FailureException(FailureKind.Usage, whyNot ?? "innodb_data_file_path is wrong");
        }

        Home = Below(options.DataHomeDirectory is { Length: > 0 } home ? home : null);
        _systemFiles = files!.Files
            .Select(file => Below(file.Path))
            .GroupBy(path => Path.GetFileName(path), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
    }

    internal string Data { get; }

    internal string RedoLog { get; }

    internal string RocksDb { get; }

    private string Home { get; }

    private string Undo { get; }

    private string AriaLog { get; }

    /// <summary>The names of the files of the system tablespace.</summary>
    internal IEnumerable<string> SystemFileNames => _systemFiles.Keys;

    /// <summary>Directories that are the server's alone, each once.</summary>
    internal IEnumerable<string> OwnDirectories => new[] { Home, Data, RedoLog, Undo, AriaLog }.Distinct(StringComparer.Ordinal);

    /// <summary>All directories, each once: also those of system tablespace files that are named with their directory.</summary>
    internal IEnumerable<string> Directories => _systemFiles.Values
        .Select(path => Path.GetDirectoryName(path) ?? "/")
        .Concat(OwnDirectories)
        .Distinct(StringComparer.Ordinal);

    /// <summary>Where a file of the top of the backup goes.</summary>
    internal string OfTopFile(string name)
    {
        if (_systemFiles.TryGetValue(name, out var place))
        {
            return place;
        }

        return Path.Combine(
            name.StartsWith(AriaPrefix, StringComparison.Ordinal) ? AriaLog : IsUndo(name) ? Undo : name == CopyBackPlan.RedoLogName ? RedoLog : Data, name);
    }

    private static bool IsUndo(string name) =>
        name.Length == UndoNameLength && name.StartsWith(UndoPrefix, StringComparison.Ordinal)
        && name.AsSpan(UndoPrefix.Length).IndexOfAnyExceptInRange('0', '9') < 0;

    private string Below(string? directory) =>
        Path.TrimEndingDirectorySeparator(directory is null ? Data : Path.GetFullPath(Path.Combine(Data, directory)));
}
