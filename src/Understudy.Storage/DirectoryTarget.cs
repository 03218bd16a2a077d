using Understudy.Formats;
using Understudy.Native.LibC;

namespace Understudy.Storage;

/// <summary>A backup that is written to a directory of a local or mounted file system.</summary>
public sealed class DirectoryTarget : IBackupTarget
{
    private const UnixFileMode DirectoryMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _root;

    private DirectoryTarget(string root) => _root = root;

    /// <inheritdoc/>
    public string Name => _root;

    /// <summary>Makes the directory, or takes an existing one that is empty.</summary>
    /// <exception cref="FailureException">It is not empty, not a directory, or cannot be made.</exception>
    public static DirectoryTarget Create(string path)
    {
        var root = Path.GetFullPath(path);
        try
        {
            if (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any())
            {
                throw new FailureException(
                    FailureKind.Failed,
                    $"the target directory {root} is not empty",
                    "name a directory that does not exist yet or is empty; nothing is ever overwritten");
            }

            Directory.CreateDirectory(root, DirectoryMode);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new FailureException(FailureKind.AccessDenied, $"cannot make the target directory {root}: {e.Message}", null, e);
        }
        catch (IOException e)
        {
            throw new FailureException(FailureKind.Failed, $"cannot make the target directory {root}: {e.Message}", null, e);
        }

        return new DirectoryTarget(root);
    }

    /// <summary>The absolute path of a file of the target.</summary>
    public string PathOf(string path) => Path.Combine(_root, path);

    /// <summary>The bytes that a user without special rights can still write to the file system.</summary>
    public long FreeBytes() => new DriveInfo(_root).AvailableFreeSpace;

    /// <inheritdoc/>
    public void CreateDirectory(string path) => Directory.CreateDirectory(PathOf(path), DirectoryMode);

    /// <inheritdoc/>
    public ITargetFile Create(string path, TargetFileOptions options)
    {
        var full = PathOf(path);
        File.Delete(full);
        var handle = PosixFile.Create(full, options.Direct, out var isDirect);
        return new DirectoryTargetFile(handle, full, options with { Direct = isDirect });
    }

    /// <inheritdoc/>
    public ITargetFile Reopen(string path)
    {
        var full = PathOf(path);
        return new DirectoryTargetFile(PosixFile.OpenReadWrite(full, direct: false, out _), full, default);
    }

    /// <inheritdoc/>
    public int Read(string path, Span<byte> buffer, long offset)
    {
        var full = PathOf(path);
        using var handle = PosixFile.OpenRead(full);
        return PosixFile.ReadFully(handle, buffer, offset, full);
    }

    /// <inheritdoc/>
    public bool TryLink(string sourcePath, string path) => PosixFile.TryLink(sourcePath, PathOf(path));

    /// <inheritdoc/>
    public void Rename(string from, string to) => PosixFile.Rename(PathOf(from), PathOf(to));

    /// <inheritdoc/>
    public void Delete(string path) => File.Delete(PathOf(path));

    /// <inheritdoc/>
    public void DeleteDirectory(string path)
    {
        var full = PathOf(path);
        if (Directory.Exists(full))
        {
            Directory.Delete(full, recursive: true);
        }
    }

    /// <inheritdoc/>
    public void Sync() => PosixFile.SyncFileSystem(_root);

    /// <inheritdoc/>
    public void Publish(string path, Action<Stream> write) => DurableFile.Publish(PathOf(path), write);
}
