using Understudy.Formats;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare.Log;

/// <summary>Bytes of the log in memory, one after the other by LSN. Filled from its end; nothing is ever moved but on request.</summary>
internal sealed class LogWindow : IDisposable
{
    private readonly RedoLogSource _source;
    private readonly ReservedArray<byte> _bytes;
    private readonly int _readBytes;

    internal LogWindow(RedoLogSource source, long capacity, int readBytes)
    {
        _source = source;
        _bytes = new ReservedArray<byte>(capacity);
        _readBytes = readBytes;
    }

    /// <summary>The LSN of the first byte.</summary>
    internal Lsn Base { get; private set; }

    /// <summary>How many bytes there are.</summary>
    internal long Filled { get; private set; }

    internal long Capacity => _bytes.Capacity;

    internal void Restart(Lsn lsn)
    {
        Base = lsn;
        Filled = 0;
    }

    internal Span<byte> Bytes(long start, int count) => _bytes.Span(start, count);

    /// <summary>Reads on.</summary>
    /// <param name="room">How many bytes may be read at most.</param>
    /// <returns>False when there is no more, or no room.</returns>
    internal bool TryReadMore(long room = long.MaxValue)
    {
        var bytes = (int)Math.Min(Math.Min(_readBytes, room), Capacity - Filled);
        if (bytes <= 0)
        {
            return false;
        }

        var read = _source.Read(Base + (ulong)Filled, _bytes.Span(Filled, bytes));
        Filled += read;
        return read > 0;
    }

    /// <summary>Forgets the first bytes.</summary>
    internal void DropBefore(long position)
    {
        var rest = (int)(Filled - position);
        _bytes.Span(position, rest).CopyTo(_bytes.Span(0, rest));
        Base += (ulong)position;
        Filled = rest;
    }

    public void Dispose() => _bytes.Dispose();
}
