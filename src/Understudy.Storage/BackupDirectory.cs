using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Formats.Qpress;
using Understudy.Native.LibC;

namespace Understudy.Storage;

/// <summary>A complete backup in a directory, opened for reading. Nothing in it is ever changed through this.</summary>
public sealed class BackupDirectory
{
    private const int ManifestBytesMax = 1 << 30;

    private BackupDirectory(string path, BackupManifest manifest)
    {
        Path = path;
        Manifest = manifest;
    }

    /// <summary>The directory.</summary>
    public string Path { get; }

    /// <summary>The table of contents.</summary>
    public BackupManifest Manifest { get; }

    /// <summary>Opens a backup.</summary>
    /// <exception cref="FailureException">There is no backup, or it is not complete: it has no usable manifest.</exception>
    public static BackupDirectory Open(string path)
    {
        var root = System.IO.Path.GetFullPath(path);
        if (!Directory.Exists(root))
        {
            throw new FailureException(FailureKind.BackupMissing, $"there is no directory {root}", "name the directory that 'understudy backup' made");
        }

        var name = System.IO.Path.Combine(root, ManifestDocument.FileName);
        return new BackupDirectory(root, RenamedMetadata.Find(root, ManifestDocument.Read(ReadManifest(root, name), name)));
    }

    /// <summary>Checks that every file of the manifest is there with its size, and that they can be a server's.</summary>
    /// <exception cref="FailureException">One is missing or of another size.</exception>
    public void CheckFiles()
    {
        foreach (var role in (ManifestFileRole[])[ManifestFileRole.SystemTablespace, ManifestFileRole.RedoLog])
        {
            if (!Manifest.Files.Any(file => file.Role == role))
            {
                throw Incomplete($"its manifest lists no file of the role {role}");
            }
        }

        foreach (var file in Manifest.Files)
        {
            if (!FileStatus.TryRead(PathOf(file), out var status))
            {
                RequireNoQpress(file);
                throw Incomplete($"its file {ManifestCompression.StoredPathOf(file)} is missing");
            }

            var expected = file.StoredSize ?? file.Size;
            if (status.SizeBytes != expected)
            {
                throw Incomplete($"its file {ManifestCompression.StoredPathOf(file)} has {status.SizeBytes} bytes, expected {expected}");
            }
        }
    }

    /// <summary>The absolute path of a file of the backup.</summary>
    public string PathOf(ManifestFile file) => System.IO.Path.Combine(Path, ManifestCompression.StoredPathOf(file));

    private void RequireNoQpress(ManifestFile file)
    {
        if (FileStatus.TryRead(PathOf(file) + QpressHeader.Extension, out _))
        {
            throw new FailureException(
                FailureKind.Failed,
                $"the backup in {Path} is compressed: it has {file.Path}{QpressHeader.Extension} in place of {file.Path}",
                $"decompress it first: understudy mariadb-backup --decompress --target-dir={Path}");
        }
    }

    private FailureException Incomplete(string why) => new(
        FailureKind.BackupMissing, $"the backup in {Path} is not complete: {why}", "use another backup, or bring the file back");

    private static byte[] ReadManifest(string root, string name)
    {
        try
        {
            using var file = PosixFile.OpenRead(name);
            var size = FileStatus.Of(file).SizeBytes;
            if (size > ManifestBytesMax)
            {
                throw new FailureException(FailureKind.BackupMissing, $"{name} has {size} bytes, which no manifest has");
            }

            var bytes = new byte[size];
            var length = PosixFile.ReadFully(file, bytes, 0, name);
            return bytes[..length];
        }
        catch (FileNotFoundException e)
        {
            throw new FailureException(
                FailureKind.BackupMissing,
                $"{root} holds no complete backup: there is no {ManifestDocument.FileName}, which is written when everything else is done",
                "the backup failed or is still running; take another one", e);
        }
    }
}
