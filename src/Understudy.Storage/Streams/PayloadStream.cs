namespace Understudy.Storage.Streams;

/// <summary>A file of a stream that is written from front to back at once.</summary>
internal sealed class PayloadStream(ChunkWriter chunks, string path) : Stream
{
    private const int BufferBytes = 1 << 20;

    private readonly MemoryStream _buffer = new();
    private long _sent;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _buffer.Write(buffer);
        if (_buffer.Length >= BufferBytes)
        {
            Send();
        }
    }

    /// <summary>Ends the file.</summary>
    internal void End()
    {
        Send();
        chunks.End(path);
    }

    public override void Flush()
    {
        // Chunks are as large as they get.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Send()
    {
        chunks.Payload(path, _buffer.GetBuffer().AsSpan(0, (int)_buffer.Length), _sent);
        _sent += _buffer.Length;
        _buffer.SetLength(0);
    }
}
