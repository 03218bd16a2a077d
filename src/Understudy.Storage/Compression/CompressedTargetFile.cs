using Understudy.Formats.Checksums;
using Understudy.Native.StreamCompression;

namespace Understudy.Storage.Compression;

/// <summary>A file of a <see cref="CompressingTarget"/>.</summary>
internal sealed class CompressedTargetFile : ITargetFile
{
    private const int BlockBytes = 1 << 20;

    private readonly ITargetFile _inner;
    private readonly CompressingTarget _target;
    private readonly string? _codec;
    private readonly string _path;
    private readonly ContentHash? _hash;
    private readonly byte[] _block = new byte[BlockBytes];
    private StreamEncoder? _encoder;
    private int _used;
    private long _read;
    private long _written;

    internal CompressedTargetFile(ITargetFile inner, CompressingTarget target, string? codec, string path)
    {
        _inner = inner;
        _target = target;
        _codec = codec;
        _hash = codec is null ? null : ContentHash.Create(target.HashKind);
        _path = path;
        _encoder = target.RentEncoder(path);
    }

    public CompressedForm? Stored { get; private set; }

    private StreamEncoder Encoder => _encoder ?? throw new InvalidOperationException($"{_path} is finished already");

    public void Write(Span<byte> block, int length, long offset)
    {
        if (length > 0 && offset != _read)
        {
            throw new InvalidOperationException($"{_path} is written at byte {offset}, expected {_read}");
        }

        Encoder.Write(block[..length], Take);
        _read += length;
    }

    public void Finish(long length)
    {
        if (length != _read)
        {
            throw new InvalidOperationException($"{_path} ends at {length} bytes, and {_read} were written to it");
        }

        Encoder.End(Take);
        Flush();
        _inner.Finish(_written);
        Stored = _hash is null ? null : new CompressedForm(_codec!, _written, _hash.Finish());
        GiveBack();
    }

    public void Dispose()
    {
        GiveBack();
        _hash?.Dispose();
        _inner.Dispose();
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        _hash?.Append(bytes);
        while (!bytes.IsEmpty)
        {
            var part = bytes[..Math.Min(bytes.Length, BlockBytes - _used)];
            part.CopyTo(_block.AsSpan(_used));
            _used += part.Length;
            bytes = bytes[part.Length..];
            if (_used == BlockBytes)
            {
                Flush();
            }
        }
    }

    private void Flush()
    {
        _inner.Write(_block, _used, _written);
        _written += _used;
        _used = 0;
    }

    private void GiveBack()
    {
        if (_encoder is { } encoder)
        {
            _encoder = null;
            _target.ReturnEncoder(encoder);
        }
    }
}
