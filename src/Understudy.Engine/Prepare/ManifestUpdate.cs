using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.Aria;
using Understudy.Formats.Manifest;
using Understudy.Formats.Qpress;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Prepare;

/// <summary>
/// Keeps the manifest of a backup true while its files are changed in place: it is put aside before the first change, so that a
/// directory that is half prepared is not taken for a backup, and written anew, with new hashes, after the last.
/// </summary>
internal sealed class ManifestUpdate
{
    private const string AsideSuffix = ".preparing";
    private const string DataExtension = ".ibd";
    private const int ReadBytes = 1 << 20;

    private readonly string _directory;
    private readonly BackupManifest _manifest;

    private ManifestUpdate(string directory, BackupManifest manifest)
    {
        _directory = directory;
        _manifest = manifest;
    }

    private string Path => System.IO.Path.Combine(_directory, ManifestDocument.FileName);

    private string Aside => Path + AsideSuffix;

    /// <summary>The LSN that the backup promises.</summary>
    internal Lsn End => new(_manifest.InnoDb.EndLsn);

    /// <summary>Reads the manifest of a directory.</summary>
    /// <returns>Null when there is none: the backup is not ours.</returns>
    /// <exception cref="FailureException">It is damaged.</exception>
    internal static ManifestUpdate? TryRead(string directory)
    {
        var path = System.IO.Path.Combine(directory, ManifestDocument.FileName);
        foreach (var name in (string[])[path, path + AsideSuffix])
        {
            if (FileStatus.TryRead(name, out var status))
            {
                using var file = PosixFile.OpenRead(name);
                var bytes = new byte[status.SizeBytes];
                var read = PosixFile.ReadFully(file, bytes, 0, name);
                return new ManifestUpdate(directory, RenamedMetadata.Find(directory, ManifestDocument.Read(bytes.AsSpan(0, read), name)));
            }
        }

        return null;
    }

    /// <summary>Whether a prepare was stopped between its last change and the new manifest.</summary>
    internal bool IsUnfinished => FileStatus.TryRead(Aside, out _);

    /// <summary>Puts the manifest aside.</summary>
    /// <exception cref="FailureException">A file that it lists is missing.</exception>
    internal void Begin()
    {
        if (FileStatus.TryRead(Path, out _))
        {
            RequireFiles();
            PosixFile.Rename(Path, Aside);
            PosixFile.SyncDirectory(_directory);
        }
    }

    /// <summary>Writes the manifest of the prepared backup.</summary>
    /// <param name="isChanged">Whether a tablespace file may have been changed, by its path in the backup.</param>
    /// <param name="added">Paths of files that are new.</param>
    internal void Finish(Func<string, bool> isChanged, IEnumerable<string> added)
    {
        var files = _manifest.Files
            .Where(file => FileStatus.TryRead(System.IO.Path.Combine(_directory, file.Path), out _))
            .Select(file => MayBeChanged(file, isChanged) ? Hash(_directory, file) : file)
            .ToList();
        foreach (var name in added.Where(name => files.TrueForAll(file => file.Path != name)))
        {
            var isTable = name.EndsWith(DataExtension, StringComparison.Ordinal);
            files.Add(Hash(_directory, new ManifestFile
            {
                Path = name,
                Size = 0,
                Role = isTable ? ManifestFileRole.Data : ManifestFileRole.Metadata,
                Engine = isTable ? "InnoDB" : null,
            }.WithHashes(_manifest.HashKind, [])));
        }

        Publish(files);
    }

    /// <summary>Writes the manifest after a server ran on the directory, which may change any file.</summary>
    /// <param name="isChanged">Whether a file may have been changed, by its path in the backup.</param>
    /// <param name="added">Paths of files that are new.</param>
    internal void FinishServerRun(Func<string, bool> isChanged, IEnumerable<string> added)
    {
        var files = _manifest.Files
            .Where(file => FileStatus.TryRead(System.IO.Path.Combine(_directory, file.Path), out _))
            .Select(file => isChanged(file.Path) ? Hash(_directory, file) : file)
            .ToList();
        var known = files.Select(file => file.Path).Append(ManifestDocument.FileName).Append(ManifestDocument.FileName + AsideSuffix).ToHashSet(StringComparer.Ordinal);
        files.AddRange(added.Where(path => known.Add(path) && FileStatus.TryRead(System.IO.Path.Combine(_directory, path), out _)).Select(path => Hash(_directory, new ManifestFile
        {
            Path = path,
            Size = 0,
            Role = AriaLogFileName.TryParse(path, out var number) && number != 0 ? ManifestFileRole.AriaLog : ManifestFileRole.Metadata,
        }.WithHashes(_manifest.HashKind, []))));
        Publish(files);
    }

    private void Publish(List<ManifestFile> files)
    {
        files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        var manifest = (_manifest with { Prepared = true, Files = files }).WithReaderVersion();
        DurableFile.Publish(Path, stream => ManifestDocument.Write(manifest, stream));
        File.Delete(Aside);
        PosixFile.SyncDirectory(_directory);
    }

    // Without a manifest, a table whose file is missing looks like one that was dropped.
    private void RequireFiles()
    {
        if (_manifest.Files.FirstOrDefault(f => !FileStatus.TryRead(System.IO.Path.Combine(_directory, f.Path), out _)) is { } lost)
        {
            throw new FailureException(
                FailureKind.BackupMissing,
                $"the backup in {_directory} is not complete: its file {lost.Path} is missing",
                FileStatus.TryRead(System.IO.Path.Combine(_directory, lost.Path + QpressHeader.Extension), out _)
                    ? $"it is compressed; decompress it first: understudy mariadb-backup --decompress --target-dir={_directory}"
                    : "use another backup, or bring the file back");
        }
    }

    private static bool MayBeChanged(ManifestFile file, Func<string, bool> isChanged) => file.Role switch
    {
        ManifestFileRole.RedoLog or ManifestFileRole.Metadata => true,
        ManifestFileRole.SystemTablespace or ManifestFileRole.UndoTablespace => isChanged(file.Path),
        ManifestFileRole.Data => file.Path.EndsWith(DataExtension, StringComparison.Ordinal) && isChanged(file.Path),
        _ => false,
    };

    /// <summary>The entry of a file, with its size and hashes as they are.</summary>
    internal static ManifestFile Hash(string directory, ManifestFile file)
    {
        var path = System.IO.Path.Combine(directory, file.Path);
        using var handle = PosixFile.OpenRead(path);
        using var hasher = new RangeHasher(file.HashKind);
        var buffer = new byte[ReadBytes];
        long size = 0;
        while (PosixFile.ReadFully(handle, buffer, size, path) is > 0 and var read)
        {
            hasher.Append(buffer.AsSpan(0, read));
            size += read;
        }

        return file.WithHashes(file.HashKind, hasher.Finish()) with { Size = size };
    }
}
