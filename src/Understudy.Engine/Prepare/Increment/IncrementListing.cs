using System.Text;
using Understudy.Engine.Backup.Increment;
using Understudy.Engine.Prepare.Files;
using Understudy.Engine.Prepare.Log;
using Understudy.Formats;
using Understudy.Formats.BackupInfo;
using Understudy.Formats.Delta;
using Understudy.Formats.Manifest;

namespace Understudy.Engine.Prepare.Increment;

/// <summary>
/// What is in an increment. What mariadb-backup left to do about tables that DDL changed while it copied is carried out on the
/// names only: <c>t.del</c> (dropped), <c>t.ren</c> (renamed to the name inside), <c>t.new</c> (to be used for the file).
/// </summary>
internal sealed class IncrementListing
{
    private const string DataExtension = ".ibd";
    private const string NewDelta = StoredPaths.NewExtension + DeltaIndex.Extension;
    private const string NewMetadata = StoredPaths.NewExtension + DeltaMetadata.Extension;
    private const string DroppedExtension = ".del";

    private readonly string _root;
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly List<string> _others = [];
    private readonly List<string> _directories = [];

    internal IncrementListing(string root, BackupMetadata metadata)
    {
        _root = root;
        var paths = new List<string>();
        List(root, paths);
        var newer = new Dictionary<string, string>(StringComparer.Ordinal);
        var marks = new List<string>();
        foreach (var path in paths)
        {
            Sort(path, newer, marks);
        }

        Carry(marks);
        foreach (var (name, source) in newer)
        {
            _files[name] = source;
        }

        var systemFiles = metadata.SystemFiles.Files.Select(file => Path.GetFileName(file.Path)).ToList();
        Entries = [.. _files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => MakeEntry(file.Key, file.Value))];
        CheckSpaces(systemFiles);
        if (systemFiles.FirstOrDefault(name => !_files.ContainsKey(name)) is { } missing)
        {
            throw new FailureException(FailureKind.BackupMissing, $"{root} has no {missing}{DeltaIndex.Extension}", "the increment is not complete");
        }
    }

    internal IReadOnlyList<IncrementEntry> Entries { get; }

    internal IReadOnlyList<string> OtherFiles => _others;

    internal IReadOnlyList<string> Directories => _directories;

    private void List(string directory, List<string> paths)
    {
        foreach (var path in Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal))
        {
            paths.Add(Path.GetRelativePath(_root, path));
        }

        foreach (var path in Directory.EnumerateDirectories(directory).Order(StringComparer.Ordinal))
        {
            _directories.Add(Path.GetRelativePath(_root, path));
            List(path, paths);
        }
    }

    private void Sort(string path, Dictionary<string, string> newer, List<string> marks)
    {
        var isInDatabase = path.Contains('/', StringComparison.Ordinal);
        if (isInDatabase && path.EndsWith(NewDelta, StringComparison.Ordinal))
        {
            newer[path[..^NewDelta.Length] + DataExtension] = path;
        }
        else if (path.EndsWith(DeltaIndex.Extension, StringComparison.Ordinal))
        {
            _files[path[..^DeltaIndex.Extension.Length]] = path;
        }
        else if (isInDatabase && path.EndsWith(StoredPaths.NewExtension, StringComparison.Ordinal))
        {
            newer[Path.ChangeExtension(path, DataExtension)] = path;
        }
        else if (isInDatabase && Path.GetExtension(path) is DroppedExtension or StockDdlFiles.RenamedExtension)
        {
            marks.Add(path);
        }
        else if (!path.EndsWith(DeltaMetadata.Extension, StringComparison.Ordinal) && !IsOfTheIncrementAlone(path))
        {
            _others.Add(path);
        }
    }

    private static bool IsOfTheIncrementAlone(string path) =>
        path is RedoLogSource.FileName or ManifestDocument.FileName
        || MetadataFileNames.NewestFirst.Any(names => names.Checkpoints == path);

    private void Carry(List<string> marks)
    {
        foreach (var mark in marks.Where(mark => mark.EndsWith(DroppedExtension, StringComparison.Ordinal)))
        {
            _files.Remove(Path.ChangeExtension(mark, DataExtension));
        }

        // Names may have been swapped: all are taken away before any is given.
        var renamed = new List<(string Name, string Source)>();
        foreach (var mark in marks.Where(mark => !mark.EndsWith(DroppedExtension, StringComparison.Ordinal)))
        {
            var name = StockDdlFiles.ReadNewName(Path.Combine(_root, mark));
            if (_files.Remove(Path.ChangeExtension(mark, DataExtension), out var source))
            {
                renamed.Add((name + DataExtension, source));
            }
        }

        foreach (var (name, source) in renamed)
        {
            _files[name] = source;
        }
    }

    private void CheckSpaces(List<string> systemFiles)
    {
        var names = new Dictionary<uint, string>();
        foreach (var entry in Entries.Where(entry => entry.Metadata is not null && !systemFiles.Contains(entry.Name)))
        {
            if (entry.Metadata!.Space is not { Value: not 0 } space)
            {
                throw new FailureException(FailureKind.Damaged, $"{_root} does not say of which tablespace {entry.Name} is");
            }

            if (!names.TryAdd(space.Value, entry.Name))
            {
                throw new FailureException(
                    FailureKind.Damaged, $"{_root} has tablespace {space} twice: {names[space.Value]} and {entry.Name}", "use another increment");
            }
        }
    }

    private IncrementEntry MakeEntry(string name, string source)
    {
        var path = Path.Combine(_root, source);
        if (!source.EndsWith(DeltaIndex.Extension, StringComparison.Ordinal))
        {
            return new IncrementEntry(name, path, Metadata: null);
        }

        var metadataPath = path[..^DeltaIndex.Extension.Length] + DeltaMetadata.Extension;
        var bytes = BackupMetadata.TryReadSmall(metadataPath) ?? throw new FailureException(
            FailureKind.BackupMissing, $"there is no {metadataPath}, which says of which tablespace {source} is", "the increment is not complete");
        if (bytes.Length > DeltaMetadata.BytesMax)
        {
            throw new FailureException(FailureKind.Damaged, $"{metadataPath} has {bytes.Length} bytes, expected {DeltaMetadata.BytesMax} at most");
        }

        return DeltaMetadata.TryParse(Encoding.UTF8.GetString(bytes), out var metadata, out var whyNot)
            ? new IncrementEntry(name, path, metadata)
            : throw new FailureException(FailureKind.Damaged, $"{metadataPath} is not usable: {whyNot}");
    }
}
