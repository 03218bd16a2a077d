using System.Buffers.Binary;
using Understudy.Engine.Prepare.Log;
using Understudy.Formats;
using Understudy.Formats.InnoDb;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare.Files;

/// <summary>The InnoDB files of a directory by tablespace id: what page 0 says counts, names only where page 0 is not there yet.</summary>
internal sealed class TablespaceCatalog
{
    private const int SpaceIdOffset = 34; // FIL_PAGE_SPACE_ID
    private const string IntermediatePrefix = "#sql";

    private readonly TablespaceFileSet _files;
    private readonly Dictionary<uint, Tablespace> _byId = [];
    private readonly Dictionary<string, long> _unidentified = [];
    private readonly byte[] _pageZero;

    private TablespaceCatalog(TablespaceFileSet files)
    {
        _files = files;
        _pageZero = new byte[files.PageSizeBytes];
    }

    internal IReadOnlyCollection<Tablespace> All => _byId.Values;

    /// <summary><c>innodb_page_size</c>, in bytes.</summary>
    internal int PageSizeBytes => _files.PageSizeBytes;

    internal List<string> Warnings { get; } = [];

    /// <summary>Names of tablespaces that the log changes and that have no file.</summary>
    internal List<string> WithoutFile { get; } = [];

    /// <summary>Looks into the files and brings what the log says together with them.</summary>
    /// <exception cref="FailureException">A file is missing or cannot be understood.</exception>
    internal static TablespaceCatalog Make(TablespaceFileSet files, SpaceTable spaces)
    {
        var catalog = new TablespaceCatalog(files);
        catalog.AddSystemFiles();
        foreach (var (name, path) in files.Files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            catalog.AddFile(name, path, spaces);
        }

        foreach (var state in spaces.All)
        {
            catalog.Bind(state);
        }

        return catalog;
    }

    internal Tablespace? Find(uint space) => _byId.GetValueOrDefault(space);

    private void AddSystemFiles()
    {
        if (_files.IsSubset && _files.SystemFiles.Count == 0)
        {
            return;
        }

        var parts = new List<TablespacePart>();
        TablespaceFormat? format = null;
        var pageBytes = _files.PageSizeBytes;
        uint first = 0;
        var sizeInFile = 0u;
        foreach (var path in _files.SystemFiles)
        {
            if (!FileStatus.TryRead(path, out var status))
            {
                throw new FailureException(
                    FailureKind.BackupMissing,
                    $"a file of the system tablespace is missing: {path}",
                    "the backup is not complete, or backup-my.cnf is not that of this backup");
            }

            if (parts.Count == 0)
            {
                (format, sizeInFile) = ReadFormat(path);
            }

            parts.Add(new TablespacePart(path, first, status.SizeBytes));
            first += (uint)(status.SizeBytes / pageBytes);
        }

        _byId[SpaceId.System.Value] = new Tablespace(SpaceId.System.Value, Path.GetFileName(parts[0].Path), parts)
        {
            Format = format,
            PageBytes = pageBytes,
            SizeInFile = sizeInFile,
        };
    }

    private void AddFile(string name, string path, SpaceTable spaces)
    {
        if (!FileStatus.TryRead(path, out var status))
        {
            return;
        }

        var (format, sizeInFile) = ReadFormat(path);
        var id = BinaryPrimitives.ReadUInt32BigEndian(_pageZero.AsSpan(SpaceIdOffset));
        if (id == 0)
        {
            _unidentified[name] = status.SizeBytes;
            return;
        }

        if (_files.IsSubset && (format is null || !IsCalled(name, spaces.Find(id)?.Name)))
        {
            return;
        }

        if (_byId.TryGetValue(id, out var other))
        {
            var named = spaces.Find(id)?.Name;
            Warnings.Add($"{name} and {other.Name} both hold tablespace {id}; the first one is left alone"
                + (named is null ? "" : $", the log calls it {named}"));
            if (named is null || RelativeName(named) != name)
            {
                return;
            }
        }

        _byId[id] = new Tablespace(id, name, [new TablespacePart(path, 0, status.SizeBytes)])
        {
            Format = format,
            PageBytes = format?.PhysicalPageSize ?? 0,
            SizeInFile = sizeInFile,
        };
    }

    private static bool IsCalled(string name, string? inLog) =>
        inLog is null || inLog == name || inLog.EndsWith("/" + name, StringComparison.Ordinal);

    private (TablespaceFormat? Format, uint SizePages) ReadFormat(string path)
    {
        using var file = PosixFile.OpenRead(path);
        var read = PosixFile.ReadFully(file, _pageZero, 0, path);
        _pageZero.AsSpan(read).Clear();
        return TablespaceFormat.TryFromPageZero(_pageZero.AsSpan(0, read), _files.PageSizeBytes, out var format, out _)
            && FspHeader.TryRead(_pageZero, out var header)
            ? (format, header.SizePages)
            : (null, 0);
    }

    private void Bind(SpaceState state)
    {
        if (!state.HasRecords)
        {
            return;
        }

        if (!_byId.TryGetValue(state.Id, out var tablespace))
        {
            tablespace = _files.IsSubset ? null : FindByName(state);
            if (tablespace is null)
            {
                return;
            }

            _byId.Add(state.Id, tablespace);
        }

        tablespace.State = state;
        if (tablespace.Format is not null)
        {
            return;
        }

        var flags = new TablespaceFlags(state.Flags ?? 0);
        if (state.Flags is null || !state.HasPageZero || !flags.IsValid(_files.PageSizeBytes))
        {
            throw new FailureException(
                FailureKind.Damaged,
                $"{tablespace.Name}: page 0 cannot be understood and the log does not make it anew (tablespace {state.Id})");
        }

        tablespace.PageBytes = flags.PhysicalPageSize;
    }

    // The server had made the file, or was about to, and had not written its first page when it was copied.
    private Tablespace? FindByName(SpaceState state)
    {
        if (state.IsDeleted)
        {
            return null;
        }

        if (state.Name is null)
        {
            throw new FailureException(
                FailureKind.Damaged,
                $"the log changes tablespace {state.Id} from LSN {state.FirstRecord} on, no file holds it and the log does not name it",
                "a file of the backup is missing, or the log is damaged");
        }

        var name = RelativeName(state.Name);
        var path = _files.Files.GetValueOrDefault(name) ?? _files.PlaceOfNew(name);
        if (_unidentified.TryGetValue(name, out var size))
        {
            return new Tablespace(state.Id, name, [new TablespacePart(path, 0, size)]);
        }

        if (Path.GetFileName(name).StartsWith(IntermediatePrefix, StringComparison.Ordinal))
        {
            return null;
        }

        WithoutFile.Add(name);
        if (!state.IsCreated || !state.HasPageZero || _files.IsPartial || File.Exists(path)
            || !Directory.Exists(Path.GetDirectoryName(path)))
        {
            return null;
        }

        using (PosixFile.Create(path, direct: false, out _))
        {
            // An empty file: it gets its length and its pages from the log.
        }

        WithoutFile.Remove(name);
        return new Tablespace(state.Id, name, [new TablespacePart(path, 0, 0)]);
    }

    /// <summary>Where in a backup the file is that the server calls so: only the last two parts of the path count.</summary>
    internal static string RelativeName(string serverPath)
    {
        var parts = serverPath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2 || parts[^1] is "." or ".." || parts[^2] is "." or ".." || serverPath.Contains('\0'))
        {
            throw new FailureException(FailureKind.Damaged, $"the log names a file '{serverPath}', which cannot be a table's");
        }

        return $"{parts[^2]}/{parts[^1]}";
    }
}
