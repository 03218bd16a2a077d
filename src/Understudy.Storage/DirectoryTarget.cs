using Understudy.Formats;
using Understudy.Native.LibC;

namespace Understudy.Storage;

/// <summary>A backup that is written to a directory of a local or mounted file system.</summary>
public sealed class DirectoryTarget : IBackupTarget
{
    // A backup has two levels. What cannot be listed cannot be overwritten either.
    private static readonly EnumerationOptions OthersSearch = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 2,
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = true,
    };

    private readonly string _root;

    // What was there before and is not ours to write, by its path in the target.
    private readonly HashSet<string> _others;

    private DirectoryTarget(string root, HashSet<string>? others = null)
    {
        _root = root;
        _others = others ?? [];
    }

    /// <inheritdoc/>
    public string Name => _root;

    /// <inheritdoc/>
    public bool IsSequential => false;

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

            Directory.CreateDirectory(root, CreationModes.Directory);
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

    /// <summary>Takes a directory as it is, whatever is in it.</summary>
    public static DirectoryTarget Existing(string path) => new(Path.GetFullPath(path));

    /// <summary>
    /// Makes the directory, but not its parent, or takes an existing one. Files that are in it already are never touched: writing one of
    /// the same name fails.
    /// </summary>
    /// <exception cref="FailureException">It is not a directory, or cannot be made.</exception>
    public static DirectoryTarget CreateBeside(string path)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        try
        {
            if (!Directory.Exists(root))
            {
                if (!Directory.Exists(Path.GetDirectoryName(root)))
                {
                    throw new FailureException(FailureKind.Failed, $"cannot make the target directory {root}: there is no directory to make it in");
                }

                Directory.CreateDirectory(root, CreationModes.Directory);
            }

            var others = Directory.EnumerateFiles(root, "*", OthersSearch).Select(file => Path.GetRelativePath(root, file));
            return new DirectoryTarget(root, others.ToHashSet(StringComparer.Ordinal));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new FailureException(FailureKind.AccessDenied, $"cannot make the target directory {root}: {e.Message}", null, e);
        }
        catch (IOException e)
        {
            throw new FailureException(FailureKind.Failed, $"cannot make the target directory {root}: {e.Message}", null, e);
        }
    }

    /// <summary>Refuses when a file of one of these names was there before.</summary>
    /// <param name="paths">Paths in the target.</param>
    /// <exception cref="FailureException">One was.</exception>
    public void RequireFree(IEnumerable<string> paths)
    {
        if (paths.FirstOrDefault(_others.Contains) is { } taken)
        {
            throw new FailureException(
                FailureKind.Failed,
                $"the file {PathOf(taken)} exists",
                "name a directory that holds no backup, or no part of one; nothing is ever overwritten");
        }
    }

    /// <summary>The absolute path of a file of the target.</summary>
    public string PathOf(string path) => Path.Combine(_root, path);

    /// <summary>The bytes that a user without special rights can still write to the file system.</summary>
    public long FreeBytes() => new DriveInfo(_root).AvailableFreeSpace;

    /// <inheritdoc/>
    public void CreateDirectory(string path) => Directory.CreateDirectory(PathOf(path), CreationModes.Directory);

    /// <inheritdoc/>
    public ITargetFile Create(string path, TargetFileOptions options)
    {
        RequireFree([path]);
        var full = PathOf(path);
        if (PosixFile.TryCreate(full, options.Direct, out var isDirect) is not { } handle)
        {
            File.Delete(full);
            handle = PosixFile.Create(full, options.Direct, out isDirect);
        }

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
    public bool TryLink(string sourcePath, string path)
    {
        RequireFree([path]);
        return PosixFile.TryLink(sourcePath, PathOf(path));
    }

    /// <inheritdoc/>
    public void Rename(string from, string to)
    {
        RequireFree([to]);
        PosixFile.Rename(PathOf(from), PathOf(to));
    }

    /// <inheritdoc/>
    public void Delete(string path)
    {
        if (!_others.Contains(path))
        {
            File.Delete(PathOf(path));
        }
    }

    /// <inheritdoc/>
    public void DeleteDirectory(string path)
    {
        var full = PathOf(path);
        if (Directory.Exists(full))
        {
            RequireFree(_others.Where(other => other.StartsWith(path + "/", StringComparison.Ordinal)));
            Directory.Delete(full, recursive: true);
        }
    }

    /// <inheritdoc/>
    public void Sync() => PosixFile.SyncFileSystem(_root);

    /// <inheritdoc/>
    public void Publish(string path, Action<Stream> write)
    {
        RequireFree([path]);
        DurableFile.Publish(PathOf(path), write);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        // Each step made its own durable.
    }
}
