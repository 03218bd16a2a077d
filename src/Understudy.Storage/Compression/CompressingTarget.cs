using System.Collections.Concurrent;
using Understudy.Formats.Manifest;
using Understudy.Native.StreamCompression;

namespace Understudy.Storage.Compression;

/// <summary>
/// Compresses files on their way to another target, each by the thread that writes it. Only files that are written once from front to
/// back and may be compressed; others pass as they are.
/// </summary>
public sealed class CompressingTarget : IBackupTarget, IDisposable
{
    private readonly IBackupTarget _inner;
    private readonly IFileCompression _compression;
    private readonly string _extension;
    private readonly ConcurrentBag<StreamEncoder> _encoders = [];
    private readonly ConcurrentDictionary<string, byte> _compressed = new(StringComparer.Ordinal);

    /// <summary>Puts compression before a target.</summary>
    /// <param name="inner">The target.</param>
    /// <param name="compression">How files are compressed.</param>
    /// <param name="hashKind">By which hash compressed files are described.</param>
    /// <exception cref="Formats.FailureException">The library is missing.</exception>
    public CompressingTarget(IBackupTarget inner, IFileCompression compression, HashKind hashKind)
    {
        compression.Require();
        _inner = inner;
        _compression = compression;
        HashKind = hashKind;
        _extension = compression.Extension;
    }

    /// <summary>By which hash compressed files are described.</summary>
    internal HashKind HashKind { get; }

    /// <inheritdoc/>
    public string Name => _inner.Name;

    /// <inheritdoc/>
    public bool IsSequential => true;

    /// <inheritdoc/>
    public void CreateDirectory(string path) => _inner.CreateDirectory(path);

    /// <inheritdoc/>
    public ITargetFile Create(string path, TargetFileOptions options)
    {
        if (!options.IsCompressible)
        {
            Delete(path);
            return _inner.Create(path, options);
        }

        _inner.Delete(path);
        _compressed[path] = 0;
        var file = _inner.Create(path + _extension, options with { Direct = false, Sparse = false });
        return new CompressedTargetFile(file, this, _compression.ManifestName, path);
    }

    /// <inheritdoc/>
    public ITargetFile Reopen(string path) => _inner.Reopen(path);

    /// <inheritdoc/>
    public int Read(string path, Span<byte> buffer, long offset) => throw new NotSupportedException($"{path} cannot be read back while it is compressed");

    /// <inheritdoc/>
    public bool TryLink(string sourcePath, string path) => false;

    /// <inheritdoc/>
    public void Rename(string from, string to)
    {
        if (_compressed.TryRemove(from, out _))
        {
            _inner.Delete(to);
            _inner.Rename(from + _extension, to + _extension);
            _compressed[to] = 0;
        }
        else
        {
            Delete(to);
            _inner.Rename(from, to);
        }
    }

    /// <inheritdoc/>
    public void Delete(string path) => _inner.Delete(_compressed.TryRemove(path, out _) ? path + _extension : path);

    /// <inheritdoc/>
    public void DeleteDirectory(string path)
    {
        foreach (var inside in _compressed.Keys.Where(file => file.StartsWith(path + "/", StringComparison.Ordinal)))
        {
            _compressed.TryRemove(inside, out _);
        }

        _inner.DeleteDirectory(path);
    }

    /// <inheritdoc/>
    public void Sync() => _inner.Sync();

    /// <inheritdoc/>
    public void Publish(string path, Action<Stream> write)
    {
        if (!_compression.TakesDescription(path))
        {
            _inner.Publish(path, write);
            return;
        }

        using var plain = new MemoryStream();
        write(plain);
        _inner.Publish(path + _extension, stream =>
        {
            var encoder = RentEncoder(path);
            encoder.Write(plain.GetBuffer().AsSpan(0, (int)plain.Length), stream.Write);
            encoder.End(stream.Write);
            ReturnEncoder(encoder);
        });
    }

    /// <inheritdoc/>
    public void Complete() => _inner.Complete();

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_encoders.TryTake(out var encoder))
        {
            encoder.Dispose();
        }
    }

    internal StreamEncoder RentEncoder(string path)
    {
        var encoder = _encoders.TryTake(out var used) ? used : _compression.CreateEncoder();
        encoder.Begin(Path.GetFileName(path));
        return encoder;
    }

    internal void ReturnEncoder(StreamEncoder encoder)
    {
        encoder.Reset();
        _encoders.Add(encoder);
    }
}
