using System.Collections.Concurrent;
using Understudy.Engine.Backup;
using Understudy.Engine.Backup.Copiers;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.InnoDb;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;

namespace Understudy.Engine.Verify;

/// <summary>
/// The files of a backup that nobody has read yet. Whoever reads one from front to back has its pages checked here, as a backup checks
/// them, and leaves its hashes.
/// </summary>
/// <param name="manifest">The backup's table of contents.</param>
/// <param name="pathOf">Where its files are.</param>
internal sealed class UnverifiedFiles(BackupManifest manifest, Func<ManifestFile, string> pathOf)
{
    private const int HeaderBytes = 64 << 10;
    private const string TablespaceExtension = ".ibd";
    private const string AriaIndexExtension = ".MAI";
    private const string AriaDataExtension = ".MAD";

    private readonly DamageLog _damage = new();
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _hashes = new(StringComparer.Ordinal);

    /// <summary>Makes what the whole file is to pass by.</summary>
    /// <returns>Null when it is verified already, or has no checksums of pages.</returns>
    internal IBlockCheck? CheckOf(ManifestFile file)
    {
        if (!file.Unverified)
        {
            return null;
        }

        var path = pathOf(file);
        return file.Role switch
        {
            ManifestFileRole.SystemTablespace => SystemCheck(file, path),
            ManifestFileRole.UndoTablespace => TablespaceCheck(file, path),
            ManifestFileRole.Data when HasExtension(path, TablespaceExtension) => TablespaceCheck(file, path),
            ManifestFileRole.Data when HasExtension(path, AriaIndexExtension) || HasExtension(path, AriaDataExtension) => AriaCheck(file, path),
            _ => null,
        };
    }

    /// <summary>Takes the hashes of a file that was read through.</summary>
    /// <returns>False when it is damaged: then they are of no use.</returns>
    internal bool TryAccept(ManifestFile file, IReadOnlyList<string> hashes)
    {
        if (!file.Unverified)
        {
            return true;
        }

        if (_damage.Has(file.Path))
        {
            return false;
        }

        _hashes[file.Path] = hashes;
        return true;
    }

    /// <summary>The numbers of the damaged pages that were found in a file.</summary>
    internal IReadOnlyList<uint> DamagedPagesOf(ManifestFile file) =>
        _damage.ToManifest().FirstOrDefault(damage => damage.Path == file.Path)?.Pages ?? [];

    /// <summary>What is wrong with a damaged file.</summary>
    internal static string Reason(string path) => $"{path} was not verified when it was backed up, and is damaged";

    /// <summary>The error of an operation that needs the file.</summary>
    internal FailureException Damaged(ManifestFile file) => new(
        FailureKind.Damaged,
        $"{Reason(pathOf(file))}: {_damage.DescribePages(file.Path)}",
        "use another backup; understudy verify names all files that are damaged");

    /// <summary>The manifest with the hashes of what was read and is good.</summary>
    internal BackupManifest Record(BackupManifest before) => (before with
    {
        Files =
        [
            .. before.Files.Select(file => file.Unverified && _hashes.TryGetValue(file.Path, out var hashes)
                ? file.WithHashes(file.HashKind, hashes) with { Unverified = false }
                : file),
        ],
    }).WithReaderVersion();

    private static bool HasExtension(string path, string extension) => path.EndsWith(extension, StringComparison.Ordinal);

    // All files of the system tablespace form one row of pages; only the first has a header.
    private TablespaceCheck? SystemCheck(ManifestFile file, string path)
    {
        if (!DataFilePath.TryParse(manifest.Server.InnoDbDataFilePath, homeDirectory: null, out var system, out _))
        {
            return TablespaceCheck(file, path);
        }

        var files = manifest.Files.Where(other => other.Role == ManifestFileRole.SystemTablespace).ToDictionary(other => Path.GetFileName(other.Path), StringComparer.Ordinal);
        var before = system!.Files
            .Select(entry => Path.GetFileName(entry.Path))
            .TakeWhile(name => name != Path.GetFileName(file.Path))
            .Select(name => files.GetValueOrDefault(name))
            .OfType<ManifestFile>()
            .ToList();
        if (before.Count == 0)
        {
            return TablespaceCheck(file, path);
        }

        var pageSize = manifest.Server.InnoDbPageSizeBytes;
        var format = TablespaceCopier.ReadSystemFormat(pathOf(before[0]), pageSize);
        return TablespaceCheck(file, path, format, (uint)before.Sum(other => other.Size / pageSize));
    }

    private TablespaceCheck? TablespaceCheck(ManifestFile file, string path)
    {
        using var handle = PosixFile.OpenRead(path);
        var head = new byte[HeaderBytes];
        var pageZero = head.AsSpan(0, PosixFile.ReadFully(handle, head, 0, path));
        if (OpenTablespace.IsUnwritten(pageZero))
        {
            return null;
        }

        if (TablespaceFormat.TryFromPageZero(pageZero, manifest.Server.InnoDbPageSizeBytes, out var format, out _))
        {
            return TablespaceCheck(file, path, format, firstPage: 0);
        }

        _damage.Add(file.Path, path, space: null, page: 0);
        return null;
    }

    private TablespaceCheck TablespaceCheck(ManifestFile file, string path, TablespaceFormat format, uint firstPage) =>
        new(format, firstPage, path, page => _damage.Add(file.Path, path, format.Space, page)) { IsAtRest = true };

    private AriaPageCheck? AriaCheck(ManifestFile file, string path)
    {
        var indexPath = Path.ChangeExtension(path, AriaIndexExtension);
        if (!FileStatus.TryRead(indexPath, out _) || !FileStatus.TryRead(Path.ChangeExtension(path, AriaDataExtension), out _))
        {
            return null;
        }

        using var index = PosixFile.OpenRead(indexPath);
        return AriaTableCopier.TryReadHeader(index, indexPath) is { IsOnline: true, IsEncrypted: false } header
            ? new AriaPageCheck(header, HasExtension(path, AriaIndexExtension), path, page => _damage.Add(file.Path, path, space: null, page)) { IsAtRest = true }
            : null;
    }
}
