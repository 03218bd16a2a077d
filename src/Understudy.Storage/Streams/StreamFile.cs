namespace Understudy.Storage.Streams;

/// <summary>
/// A file of a <see cref="StreamTarget"/>. As long as it is small it is held in memory, where it can still change; when it grows, what
/// there is of it is sent, and from then on bytes are sent as they come. Written by one thread at a time.
/// </summary>
internal sealed class StreamFile(StreamTarget target, string path)
{
    private byte[]? _held = [];

    // Where the next payload stands in the stream, and how far the file was written.
    private long _cursor;

    /// <summary>The name under which it is in the stream, null as long as nothing of it is.</summary>
    internal string? StreamName { get; private set; }

    internal bool IsEnded { get; private set; }

    internal bool IsHeld => _held is not null;

    internal long LengthBytes { get; private set; }

    /// <summary>The name that it has now.</summary>
    internal string Path { get; set; } = path;

    internal void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (_held is not null && !target.TryHold(Math.Max(0, offset + bytes.Length - _held.Length), offset + bytes.Length))
        {
            Send();
        }

        if (_held is not null)
        {
            Hold(bytes, offset);
        }
        else
        {
            SendPiece(bytes, offset);
        }

        LengthBytes = Math.Max(LengthBytes, offset + bytes.Length);
    }

    /// <summary>Ends the file at a length, which cannot be less than what was sent of it.</summary>
    internal void Finish(long length)
    {
        if (length > LengthBytes || (_held is null && length < LengthBytes))
        {
            throw new InvalidOperationException($"{Path} ends at {length} bytes, and {LengthBytes} were written to it");
        }

        if (_held is not null)
        {
            target.Release(_held.Length - length);
            Array.Resize(ref _held, (int)length);
            LengthBytes = length;
            IsEnded = true;
            return;
        }

        End();
    }

    /// <summary>Sends what is held.</summary>
    internal void Send()
    {
        if (_held is not { } held)
        {
            return;
        }

        StreamName = target.TakeName(Path);
        _held = null;
        target.Release(held.Length);
        SendPiece(held, 0);
        if (IsEnded)
        {
            target.Chunks.End(StreamName);
        }
    }

    /// <summary>Forgets what is held; ends what was sent, so that it can be removed.</summary>
    internal void Abandon()
    {
        if (_held is { } held)
        {
            _held = null;
            target.Release(held.Length);
        }
        else if (!IsEnded)
        {
            End();
        }
    }

    /// <summary>Notes that it was renamed in the stream.</summary>
    internal void Renamed(string name) => StreamName = name;

    private void End()
    {
        IsEnded = true;
        target.Chunks.End(StreamName!);
    }

    private void Hold(ReadOnlySpan<byte> bytes, long offset)
    {
        var end = (int)offset + bytes.Length;
        if (_held!.Length < end)
        {
            Array.Resize(ref _held, end);
        }

        bytes.CopyTo(_held.AsSpan((int)offset));
    }

    private void SendPiece(ReadOnlySpan<byte> bytes, long offset)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (offset != _cursor)
        {
            target.Chunks.Seek(StreamName!, offset);
        }

        target.Chunks.Payload(StreamName!, bytes, offset);
        _cursor = offset + bytes.Length;
    }
}
