using Microsoft.Win32.SafeHandles;
using Understudy.Formats;
using Understudy.Formats.Checksums;
using Understudy.Formats.XbStream;
using Understudy.Native.LibC;

namespace Understudy.Engine.Streams;

/// <summary>
/// Makes the files of a stream of mbstream below a directory, and nothing anywhere else. Whatever the stream says is done in its
/// order; a stream of which anything cannot be done is an error.
/// </summary>
public sealed class StreamExtraction : IDisposable
{
    private readonly StreamExtractionOptions _options;
    private readonly StreamSource _source;
    private readonly ExtractionWorkers _workers;
    private readonly Dictionary<string, ExtractedFile> _open = new(StringComparer.Ordinal);

    private StreamExtraction(SafeFileHandle input, StreamExtractionOptions options)
    {
        _options = options;
        _source = new StreamSource(input, options.StreamName);
        _workers = new ExtractionWorkers(options.Parallel);
    }

    /// <summary>Extracts a stream to its end, and makes all durable.</summary>
    /// <exception cref="FailureException">The stream is damaged or cut short, or names what must not be written.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static void Run(SafeFileHandle input, StreamExtractionOptions options, CancellationToken cancellation)
    {
        using (var extraction = new StreamExtraction(input, options))
        {
            extraction.Extract(cancellation);
        }

        PosixFile.SyncFileSystem(options.Directory);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _workers.Dispose();
        foreach (var file in _open.Values)
        {
            file.Dispose();
        }
    }

    private void Extract(CancellationToken cancellation)
    {
        while (_source.TryReadChunk(out var chunk))
        {
            cancellation.ThrowIfCancellationRequested();
            chunk = chunk with { Path = PathOf(chunk.Path, chunk.Path) };
            Apply(chunk);
        }

        _workers.Drain();
        if (_open.Count > 0)
        {
            var unfinished = _open.Keys.Order(StringComparer.Ordinal).First();
            throw _source.Fault(unfinished, $"the stream ends before {_open.Count} of its files are complete");
        }
    }

    private void Apply(in XbStreamChunk chunk)
    {
        switch (chunk.Type)
        {
            case XbStreamChunkType.Payload:
                Write(chunk);
                break;
            case XbStreamChunkType.End:
                var ended = FileOf(chunk);
                _open.Remove(chunk.Path);
                _workers.Post(ended.Worker, ended.Finish);
                break;
            case XbStreamChunkType.Seek:
                FileOf(chunk).Position = chunk.Offset;
                break;
            case XbStreamChunkType.Rename:
                Rename(chunk.Path, PathOf(chunk.NewPath, chunk.Path));
                break;
            case XbStreamChunkType.Remove:
                Remove(chunk.Path);
                break;
            default:
                Skip(chunk);
                break;
        }
    }

    private void Write(in XbStreamChunk chunk)
    {
        var file = FileOf(chunk);
        if (chunk.Offset != file.Position)
        {
            throw _source.Fault(chunk.Path, $"its payload stands at byte {chunk.Offset}, expected {file.Position}: a part is missing or there twice");
        }

        var checksum = 0u;
        var end = chunk.Offset + chunk.PayloadBytes;
        for (var at = chunk.Offset; at < end;)
        {
            var (piece, offset) = (_workers.Rent(), at);
            var length = (int)Math.Min(piece.Length, end - at);
            _source.ReadPayload(piece.AsSpan(0, length), chunk.Path);
            checksum = Crc32.Compute(piece.AsSpan(0, length), checksum);
            _workers.Post(file.Worker, () => WritePiece(file, piece, length, offset));
            at += length;
        }

        Check(chunk, checksum);
        file.Position = end;
    }

    private void WritePiece(ExtractedFile file, byte[] piece, int length, long offset)
    {
        try
        {
            file.Write(piece.AsSpan(0, length), offset);
        }
        finally
        {
            _workers.Return(piece);
        }
    }

    private void Skip(in XbStreamChunk chunk)
    {
        var piece = _workers.Rent();
        var checksum = 0u;
        for (var left = chunk.PayloadBytes; left > 0;)
        {
            var part = piece.AsSpan(0, (int)Math.Min(piece.Length, left));
            _source.ReadPayload(part, chunk.Path);
            checksum = Crc32.Compute(part, checksum);
            left -= part.Length;
        }

        _workers.Return(piece);
        Check(chunk, checksum);
    }

    private void Check(in XbStreamChunk chunk, uint checksum)
    {
        if (checksum != chunk.Checksum)
        {
            throw _source.Fault(chunk.Path, $"the CRC-32 of its payload is {checksum:x8}, expected {chunk.Checksum:x8}");
        }
    }

    private ExtractedFile FileOf(in XbStreamChunk chunk)
    {
        if (_open.TryGetValue(chunk.Path, out var file))
        {
            return file;
        }

        var path = chunk.Path;
        try
        {
            using var directory = OpenParent(path, create: true, out var name);
            if (chunk.Flags.HasFlag(XbStreamFlags.Rewrite))
            {
                directory.RemoveFile(name);
            }

            file = new ExtractedFile(directory.CreateFile(name), path, (int)((uint)string.GetHashCode(path, StringComparison.Ordinal) % _workers.Count));
        }
        catch (IOException e) when (e is not DiskFullException)
        {
            throw _source.Fault(path, e.Message, e);
        }

        _open.Add(path, file);
        _options.FileBegun?.Invoke(path);
        return file;
    }

    // The tools that write streams note what the server did: the old name may never have been in the stream.
    private void Rename(string from, string to)
    {
        RequireClosed(from);
        RequireClosed(to);
        _workers.Drain();
        try
        {
            using var directory = OpenParent(from, create: false, out var name);
            using var newDirectory = OpenParent(to, create: true, out var newName);
            directory.Rename(name, newDirectory, newName);
        }
        catch (FileNotFoundException)
        {
            // nothing was there to be renamed
        }
        catch (IOException e)
        {
            throw _source.Fault(from, e.Message, e);
        }
    }

    private void Remove(string path)
    {
        RequireClosed(path);
        _workers.Drain();
        try
        {
            using var directory = OpenParent(path, create: false, out var name);
            directory.Remove(name);
        }
        catch (FileNotFoundException)
        {
            // nothing was there to be removed
        }
        catch (IOException e)
        {
            throw _source.Fault(path, e.Message, e);
        }
    }

    private void RequireClosed(string path)
    {
        if (_open.Keys.FirstOrDefault(open => open == path || open.StartsWith(path + "/", StringComparison.Ordinal)) is { } open)
        {
            throw _source.Fault(path, $"it is renamed or removed before {open} is complete");
        }
    }

    private PosixDirectory OpenParent(string path, bool create, out string name)
    {
        var parts = path.Split('/');
        name = parts[^1];
        var directory = PosixDirectory.Open(_options.Directory);
        foreach (var part in parts.AsSpan(0, parts.Length - 1))
        {
            using var parent = directory;
            directory = parent.OpenDirectory(part, create);
        }

        return directory;
    }

    private string PathOf(string path, string file)
    {
        // The stock tool of 11.8 takes "./d/t", which is what people write who make streams of their own.
        var plain = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        return XbStreamChunk.FindPathFault(plain) is { } fault
            ? throw _source.Fault(file, $"the path '{path}' is refused: {fault}")
            : plain;
    }
}
