using System.Security.Cryptography;

namespace Understudy.Formats.Manifest;

/// <summary>Passes JSON on to another stream, hashes it, and keeps back its end, to which the checksum is added.</summary>
internal sealed class SealingStream(Stream inner) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _held = new byte[ManifestDocument.JsonEnd.Length];
    private int _heldBytes;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length < _held.Length)
        {
            foreach (var b in buffer)
            {
                Take(b);
            }

            return;
        }

        PassOn(_held.AsSpan(0, _heldBytes));
        PassOn(buffer[..^_held.Length]);
        buffer[^_held.Length..].CopyTo(_held);
        _heldBytes = _held.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Ends the document.</summary>
    internal void Seal()
    {
        if (!_held.AsSpan(0, _heldBytes).SequenceEqual(ManifestDocument.JsonEnd))
        {
            throw new FailureException(FailureKind.Internal, "the manifest does not end as JSON does");
        }

        inner.Write(ManifestDocument.MakeTail(_hash.GetHashAndReset()));
    }

    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }

    private void Take(byte b)
    {
        if (_heldBytes == _held.Length)
        {
            PassOn(_held.AsSpan(0, 1));
            _held.AsSpan(1).CopyTo(_held);
            _heldBytes--;
        }

        _held[_heldBytes++] = b;
    }

    private void PassOn(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        inner.Write(bytes);
    }
}
