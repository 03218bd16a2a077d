using Understudy.Formats;
using Understudy.Formats.RedoLog;
using Understudy.Formats.RedoLog.Records;

namespace Understudy.Engine.Prepare.Log;

/// <summary>Mini-transactions that stand one behind the other in the log: whole, with right checksums, in the clear.</summary>
internal sealed class LogPiece
{
    private const int FramesMin = 1 << 10;

    private readonly byte[] _bytes;
    private (int Start, MiniTransactionFrame Frame, int EndRun)[] _frames = new (int, MiniTransactionFrame, int)[FramesMin];
    private RedoRun[] _runs = new RedoRun[FramesMin];
    private int _runCount;

    internal LogPiece(int capacityBytes)
    {
        _bytes = GC.AllocateUninitializedArray<byte>(capacityBytes);
    }

    /// <summary>The LSN of the first byte.</summary>
    internal Lsn Base { get; private set; }

    /// <summary>How many mini-transactions there are.</summary>
    internal int Count { get; private set; }

    /// <summary>How many bytes there are.</summary>
    internal int Filled { get; private set; }

    /// <summary>How many of them belong to the mini-transactions; behind that one may begin.</summary>
    internal int Used { get; private set; }

    /// <summary>The LSN behind the last mini-transaction.</summary>
    internal Lsn End => Base + (ulong)Used;

    internal Span<byte> Unused => _bytes.AsSpan(Used, Filled - Used);

    internal void Restart(Lsn lsn, ReadOnlySpan<byte> first)
    {
        Base = lsn;
        first.CopyTo(_bytes);
        Filled = first.Length;
        Used = 0;
        Count = 0;
        _runCount = 0;
    }

    /// <summary>Reads on.</summary>
    /// <returns>Whether there was more.</returns>
    internal bool Read(RedoLogSource source, int bytes)
    {
        var read = source.Read(Base + (ulong)Filled, _bytes.AsSpan(Filled, Math.Min(bytes, _bytes.Length - Filled)));
        Filled += read;
        return read > 0;
    }

    internal void Add(in MiniTransactionFrame frame)
    {
        if (Count == _frames.Length)
        {
            Array.Resize(ref _frames, 2 * Count);
        }

        _frames[Count++] = (Used, frame, 0);
        Used += frame.Length;
    }

    /// <summary>Finds the runs of the next mini-transaction; to be called for each of them, in order.</summary>
    /// <param name="source">The log.</param>
    /// <param name="index">The mini-transaction.</param>
    /// <param name="counts">Where records are counted.</param>
    /// <exception cref="FailureException">A record is wrong.</exception>
    internal void FindRuns(RedoLogSource source, int index, RedoRecordCounts? counts)
    {
        var reader = new RedoRunReader(Records(index), counts);
        while (reader.TryRead(out var run))
        {
            if (_runCount == _runs.Length)
            {
                Array.Resize(ref _runs, 2 * _runCount);
            }

            _runs[_runCount++] = run;
        }

        _frames[index].EndRun = _runCount;
        if (reader.Error is { } error)
        {
            throw source.Damaged(Start(index) + (ulong)reader.ErrorPosition, error);
        }
    }

    /// <summary>All runs, in order.</summary>
    internal ReadOnlySpan<RedoRun> Runs => _runs.AsSpan(0, _runCount);

    /// <summary>Where the runs of a mini-transaction end among <see cref="Runs"/>.</summary>
    internal int EndRun(int index) => _frames[index].EndRun;

    /// <summary>The records of a mini-transaction.</summary>
    internal Span<byte> Records(int index) => _bytes.AsSpan(_frames[index].Start, _frames[index].Frame.RecordBytes);

    /// <summary>Its nonce, in an encrypted log.</summary>
    internal ReadOnlySpan<byte> Nonce(int index) =>
        _bytes.AsSpan(_frames[index].Start + _frames[index].Frame.NonceOffset, MiniTransaction.NonceBytes);

    /// <summary>The length of all of it, in bytes.</summary>
    internal int Length(int index) => _frames[index].Frame.Length;

    /// <summary>The LSN at which it begins.</summary>
    internal Lsn Start(int index) => Base + (ulong)_frames[index].Start;
}
