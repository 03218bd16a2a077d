using Understudy.Formats;
using Understudy.Formats.OptionFile;

namespace Understudy.Server;

/// <summary>
/// Reads option files as the server's own programs do: the same places, order, includes and groups. Measured with
/// <c>my_print_defaults</c> of 10.11: a file that everybody may write is skipped with a warning, so is an include that
/// is
/// missing or wrong; a directory to include must exist; groups count in the order of the files.
/// </summary>
public sealed class DefaultsFiles
{
    /// <summary>The groups of connection options of client programs.</summary>
    public static readonly IReadOnlyList<string> ClientGroups = ["client", "client-server", "client-mariadb"];

    /// <summary>The group of the stock backup program.</summary>
    public const string StockBackupGroup = "mariadb-backup";

    /// <summary>The group of this program.</summary>
    public const string OwnGroup = "understudy";

    private const int FileBytesMax = 1 << 20;

    private readonly HashSet<string> _groups;
    private readonly List<OptionSetting> _settings = [];
    private readonly List<string> _files = [];
    private readonly List<string> _warnings = [];

    private DefaultsFiles(IEnumerable<string> groups, string? suffix)
    {
        _groups = new HashSet<string>(groups, StringComparer.OrdinalIgnoreCase);
        if (!string.IsNullOrEmpty(suffix))
        {
            _groups.UnionWith(_groups.Select(group => group + suffix).ToList());
        }
    }

    /// <summary>
    /// The groups that this program reads: those of clients, of the stock backup program, and its own.
    /// </summary>
    public static IReadOnlyList<string> AllGroups { get; } = [.. ClientGroups, StockBackupGroup, OwnGroup];

    /// <summary>Reads the files.</summary>
    /// <param name="selection">Which files.</param>
    /// <param name="groups">Which groups, without suffix.</param>
    /// <param name="locations">Where to look when no file is named; null for the places of this host.</param>
    /// <exception cref="FailureException">A named file cannot be read, or a file is not of the form of option
    /// files.</exception>
    public static DefaultsContent Read(
        DefaultsSelection selection, IReadOnlyList<string> groups, DefaultsLocations? locations = null)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentNullException.ThrowIfNull(groups);
        locations ??= DefaultsLocations.OfThisHost();
        var reading = new DefaultsFiles(groups, selection.GroupSuffix ?? locations.GroupSuffix);
        reading.ReadSelected(selection, locations);
        return new DefaultsContent(reading._settings, reading._files, reading._warnings);
    }

    private void ReadSelected(DefaultsSelection selection, DefaultsLocations locations)
    {
        if (selection.NoDefaults)
        {
            return;
        }

        if (selection.DefaultsFile is { } only)
        {
            ReadNamed(only);
            return;
        }

        foreach (var file in locations.MachineFiles)
        {
            ReadIfThere(file);
        }

        if (selection.DefaultsExtraFile is { } extra)
        {
            ReadNamed(extra);
        }

        if (locations.UserFile is { } user)
        {
            ReadIfThere(user);
        }
    }

    private void ReadNamed(string path)
    {
        var full = path.StartsWith("~/", StringComparison.Ordinal)
            ? Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "/", path[2..])
            : Path.GetFullPath(path);
        if (TryLoad(full, out var problem) is not { } content)
        {
            throw new FailureException(
                FailureKind.Usage,
                $"the option file {full} cannot be read: {problem}",
                "Check --defaults-file and its kin.");
        }

        Take(full, content, depth: 0);
    }

    private void ReadIfThere(string path)
    {
        // As for the server's programs, a standard file that is missing or closed to us is none.
        if (TryLoad(path, out _) is { } content)
        {
            Take(path, content, depth: 0);
        }
    }

    private void Take(string path, ReadOnlySpan<byte> bytes, int depth)
    {
        if (IsWritableByAll(path))
        {
            _warnings.Add($"option file {path} is ignored, because everybody may write it");
            return;
        }

        _files.Add(path);
        var content = OptionFileReader.Parse(bytes);
        foreach (var entry in content.Entries)
        {
            if (entry.Kind == OptionFileEntryKind.Option)
            {
                if (_groups.Contains(entry.Group))
                {
                    var source = $"{path}:{entry.LineNumber}";
                    _settings.Add(new OptionSetting(entry.Name, entry.Value, entry.Group, source));
                }
            }
            else if (depth + 1 > OptionFileReader.IncludeDepthMax)
            {
                _warnings.Add($"{path}:{entry.LineNumber}: the include of {entry.Value} is skipped: nested too deep");
            }
            else if (entry.Kind == OptionFileEntryKind.Include)
            {
                TakeInclude(entry.Value ?? "", $"{path}:{entry.LineNumber}", depth + 1);
            }
            else
            {
                TakeDirectory(entry.Value ?? "", $"{path}:{entry.LineNumber}", depth + 1);
            }
        }

        if (content.Error is { } error)
        {
            Report(path, error, depth);
        }
    }

    private void Report(string path, OptionFileError error, int depth)
    {
        var text = $"{path}:{error.LineNumber}: {error.Message}";
        if (depth == 0)
        {
            throw new FailureException(FailureKind.Usage, $"an option file is wrong: {text}");
        }

        _warnings.Add($"the rest of an included option file is ignored: {text}");
    }

    private void TakeInclude(string path, string from, int depth)
    {
        if (TryLoad(path, out var problem) is { } content)
        {
            Take(path, content, depth);
        }
        else
        {
            _warnings.Add($"{from}: the include of {path} is skipped: {problem}");
        }
    }

    private void TakeDirectory(string path, string from, int depth)
    {
        string[] files;
        try
        {
            files = Directory.GetFiles(path, "*.cnf");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException(
                FailureKind.Usage, $"{from}: the directory {path} to include cannot be read: {e.Message}", inner: e);
        }

        Array.Sort(files, StringComparer.Ordinal);
        foreach (var file in files)
        {
            TakeInclude(file, from, depth);
        }
    }

    private static bool IsWritableByAll(string path) =>
        !OperatingSystem.IsWindows() && File.Exists(path)
            && File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherWrite);

    private static byte[]? TryLoad(string path, out string problem)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var buffer = new byte[FileBytesMax + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            problem = length > FileBytesMax ? $"it has more than {FileBytesMax} bytes" : "";
            return length > FileBytesMax ? null : buffer[..length];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = e.Message;
            return null;
        }
    }
}
