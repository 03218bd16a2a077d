using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Prepare;
using Understudy.Formats;
using Understudy.Formats.BackupInfo;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;

namespace Understudy.Engine.Restore.CopyBack;

/// <summary>Which files of a backup directory go where. The rules are those of mariadb-backup, measured with 10.11 and 11.8.</summary>
internal sealed class CopyBackPlan
{
    internal const string RedoLogName = "ib_logfile0";
    private const string RocksDbName = "#rocksdb";
    private const string BufferPoolName = "ib_buffer_pool";
    private const string DataExtension = ".ibd";

    // What describes the backup or is a leftover of making it stays behind.
    private static readonly string[] StayingEndings =
    [
        MetadataFileNames.BackupMyCnf, "xtrabackup_binary", ".qp", ".pmap", ".tmp", ManifestDocument.FileName, "understudy_ddl.log",
        .. MetadataFileNames.NewestFirst.SelectMany(names => (string[])[names.BinlogInfo, names.Checkpoints]),
    ];

    private CopyBackPlan(IReadOnlyList<PlannedFile> files, IReadOnlyList<string> directories, IReadOnlyList<string> leftOut)
    {
        Files = files;
        Directories = directories;
        LeftOut = leftOut;
    }

    /// <summary>The files; their names are relative to the backup.</summary>
    internal IReadOnlyList<PlannedFile> Files { get; }

    /// <summary>The directories of databases.</summary>
    internal IReadOnlyList<string> Directories { get; }

    /// <summary>Directories inside of those, which no server makes and which are not taken along.</summary>
    internal IReadOnlyList<string> LeftOut { get; }

    /// <summary>Makes the plan from what is in the directory.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="places">The server's directories.</param>
    /// <param name="manifest">The backup's table of contents, when it is of this state of the files; else null.</param>
    /// <exception cref="FailureException">A file is missing that no server can do without.</exception>
    internal static CopyBackPlan Make(CopyBackOptions options, CopyBackPlaces places, BackupManifest? manifest)
    {
        var root = Path.GetFullPath(options.BackupDirectory);
        var known = manifest?.Files.ToDictionary(file => file.Path, StringComparer.Ordinal) ?? [];
        var files = new List<PlannedFile>();
        var directories = new List<string>();
        var leftOut = new List<string>();
        foreach (var path in Directory.EnumerateFiles(root).Where(path => IsTaken(Path.GetFileName(path), options.BufferPoolFile)))
        {
            files.Add(Plan(root, path, places.OfTopFile(Path.GetFileName(path)), known));
        }

        foreach (var directory in Directory.EnumerateDirectories(root))
        {
            var isRocks = Path.GetFileName(directory) == RocksDbName;
            var destination = isRocks ? places.RocksDb : Path.Combine(places.Data, Path.GetFileName(directory));
            directories.Add(destination);
            leftOut.AddRange(Directory.EnumerateDirectories(directory));
            files.AddRange(Directory.EnumerateFiles(directory)
                .Where(path => isRocks || IsTaken(Path.GetFileName(path), BufferPoolName))
                .Select(path => Plan(root, path, isRocks ? Path.Combine(destination, Path.GetFileName(path)) : PlaceOf(path, destination), known)));
        }

        var plan = new CopyBackPlan(files, directories, leftOut);
        plan.RequireComplete(root, places, manifest);
        return plan;
    }

    private static bool IsTaken(string name, string? bufferPoolFile) =>
        !Array.Exists(StayingEndings, ending => name.EndsWith(ending, StringComparison.Ordinal))
        && !name.StartsWith(PrepareLeftovers.JournalPrefix, StringComparison.Ordinal)
        && (name != BufferPoolName || bufferPoolFile is not null);

    // A tablespace with a link goes where the link says.
    private static string PlaceOf(string path, string directory)
    {
        var link = Path.ChangeExtension(path, ".isl");
        return path.EndsWith(DataExtension, StringComparison.Ordinal) && File.Exists(link)
            ? TablespaceLink.Read(link)
            : Path.Combine(directory, Path.GetFileName(path));
    }

    private static PlannedFile Plan(string root, string path, string destination, Dictionary<string, ManifestFile> known)
    {
        var name = Path.GetRelativePath(root, path);
        var size = FileStatus.TryRead(path, out var status) ? status.SizeBytes : throw new FileNotFoundException($"{path} is gone", path);
        var listed = known.GetValueOrDefault(name);
        var file = new ManifestFile
        {
            Path = name,
            Size = size,
            Xxh64 = listed?.Xxh64,
            Sha256 = listed?.Sha256,
            Unverified = listed?.Unverified ?? false,
            Role = name == RedoLogName ? ManifestFileRole.RedoLog : InnoDbRole(listed?.Role) ?? ManifestFileRole.Data,
            Sparse = status.HasHoles,
        };
        return new PlannedFile(file, destination, Link: null);
    }

    private static ManifestFileRole? InnoDbRole(ManifestFileRole? listed) =>
        listed is ManifestFileRole.SystemTablespace or ManifestFileRole.UndoTablespace ? listed : null;

    private void RequireComplete(string root, CopyBackPlaces places, BackupManifest? manifest)
    {
        var there = Files.ToDictionary(file => file.File.Path, file => file.File.Size, StringComparer.Ordinal);
        if (places.SystemFileNames.Append(RedoLogName).FirstOrDefault(name => !there.ContainsKey(name)) is { } missing)
        {
            throw new FailureException(
                FailureKind.BackupMissing,
                $"{root} has no file {missing}: it is no backup that a server can start on",
                "an increment must be merged into its full backup, a compressed backup decompressed, a stream unpacked first");
        }

        var data = manifest?.Files.Where(file => file.Role is not ManifestFileRole.Metadata) ?? [];
        if (data.FirstOrDefault(file => there.GetValueOrDefault(file.Path, -1) != file.Size) is { } lost)
        {
            throw new FailureException(
                FailureKind.BackupMissing,
                $"{lost.Path} of {root} is missing or not of its size of {lost.Size} bytes, which {ManifestDocument.FileName} lists",
                $"use another backup; where files were removed on purpose, remove {ManifestDocument.FileName} too");
        }
    }
}
