using Microsoft.Win32.SafeHandles;
using Understudy.Formats;
using Understudy.Native.LibC;

namespace Understudy.Storage.Streams;

/// <summary>
/// A backup that is written as a stream of mbstream. What is sent cannot be taken back, and readers that work with several threads do
/// not keep the order of renames and removals among other chunks. So small files are held back until they are final; and what becomes
/// of the others is said at the very end, behind the last file.
/// </summary>
/// <param name="output">The pipe.</param>
/// <param name="name">What to call it in messages.</param>
/// <param name="heldFileBytesMax">The largest file that is held back.</param>
/// <param name="heldBytesMax">The most that is held back together.</param>
public sealed class StreamTarget(
    SafeFileHandle output,
    string name,
    int heldFileBytesMax = StreamTarget.HeldFileBytesMax,
    long heldBytesMax = StreamTarget.HeldBytesMax) : IBackupTarget, IDisposable
{
    private const int HeldFileBytesMax = 1 << 20;
    private const long HeldBytesMax = 64 << 20;

    private readonly StreamOutput _output = new(output, name);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, StreamFile> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);
    private readonly HashSet<string> _goneDirectories = new(StringComparer.Ordinal);
    private readonly List<string> _gone = [];
    private readonly StreamNames _names = new();
    private long _held;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public bool IsSequential => true;

    /// <summary>Ends waiting for a reader that does not read.</summary>
    public CancellationToken Stop
    {
        set => _output.Stop = value;
    }

    internal ChunkWriter Chunks => field ??= new ChunkWriter(_output);

    /// <summary>A backup to standard output.</summary>
    /// <exception cref="FailureException">That is a terminal.</exception>
    public static StreamTarget ToStandardOutput() => Console.IsOutputRedirected
        ? new StreamTarget(PosixPipe.StandardOutput, "standard output")
        : throw new FailureException(
            FailureKind.Usage, "standard output is a terminal, and the backup would be written to it", "send it into a file or a pipe: ... --stream > FILE");

    /// <inheritdoc/>
    public void CreateDirectory(string path)
    {
        lock (_lock)
        {
            _directories.Add(path);
            _goneDirectories.Remove(path);
        }
    }

    /// <inheritdoc/>
    public ITargetFile Create(string path, TargetFileOptions options)
    {
        lock (_lock)
        {
            Forget(path);
            var file = new StreamFile(this, path);
            _files.Add(path, file);
            return new StreamTargetFile(file);
        }
    }

    /// <inheritdoc/>
    public ITargetFile Reopen(string path)
    {
        lock (_lock)
        {
            var file = _files.GetValueOrDefault(path) ?? throw new FileNotFoundException($"nothing was written to {path} in {name}", path);
            return file.IsEnded && !file.IsHeld
                ? throw new InvalidOperationException($"{path} is sent already")
                : new StreamTargetFile(file);
        }
    }

    /// <inheritdoc/>
    public int Read(string path, Span<byte> buffer, long offset) => throw new NotSupportedException($"{path} cannot be read back from {name}");

    /// <inheritdoc/>
    public bool TryLink(string sourcePath, string path) => false;

    /// <inheritdoc/>
    public void Rename(string from, string to)
    {
        lock (_lock)
        {
            if (!_files.Remove(from, out var file))
            {
                throw new FileNotFoundException($"nothing was written to {from} in {name}", from);
            }

            Forget(to);
            file.Path = to;
            _files.Add(to, file);
        }
    }

    /// <inheritdoc/>
    public void Delete(string path)
    {
        lock (_lock)
        {
            Forget(path);
        }
    }

    /// <inheritdoc/>
    public void DeleteDirectory(string path)
    {
        lock (_lock)
        {
            foreach (var inside in _files.Keys.Where(file => StreamNames.DirectoryOf(file) == path).ToArray())
            {
                Forget(inside);
            }

            _directories.Remove(path);
            _goneDirectories.Add(path);
        }
    }

    /// <inheritdoc/>
    public void Sync()
    {
        lock (_lock)
        {
            foreach (var file in _files.Values.Where(file => file.IsHeld).OrderBy(file => file.Path, StringComparer.Ordinal))
            {
                file.Send();
            }
        }
    }

    /// <inheritdoc/>
    public void Publish(string path, Action<Stream> write)
    {
        using var stream = new PayloadStream(Chunks, _names.Take(path));
        write(stream);
        stream.End();
    }

    /// <inheritdoc/>
    public void Complete()
    {
        lock (_lock)
        {
            StreamEnding.Write(Chunks, _names, [.. _files.Values], _gone, _directories, _goneDirectories);
        }

        _output.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _output.Dispose();

    internal bool TryHold(long growth, long length)
    {
        lock (_lock)
        {
            if (length > heldFileBytesMax || _held + growth > heldBytesMax)
            {
                return false;
            }

            _held += growth;
            return true;
        }
    }

    internal void Release(long bytes)
    {
        lock (_lock)
        {
            _held -= bytes;
        }
    }

    internal string TakeName(string path)
    {
        lock (_lock)
        {
            return _names.Take(path);
        }
    }

    private void Forget(string path)
    {
        if (!_files.Remove(path, out var file))
        {
            return;
        }

        file.Abandon();
        if (file.StreamName is { } sent)
        {
            _gone.Add(sent);
        }
    }
}
