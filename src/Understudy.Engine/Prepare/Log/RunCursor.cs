using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Understudy.Engine.Prepare.Log;

/// <summary>Goes through the runs of one page of a <see cref="RecordBatch"/>.</summary>
internal ref struct RunCursor
{
    private const int CacheLineBytes = 64;

    private readonly RecordBatch _batch;
    private readonly ref byte[] _scratch;
    private ReadOnlySpan<byte> _rest;
    private uint _next;
    private uint _runs;

    internal RunCursor(RecordBatch batch, uint chunk, uint runs, ref byte[] scratch)
    {
        _batch = batch;
        _runs = runs;
        _scratch = ref scratch;
        Enter(chunk, RecordBatch.FirstChunkBytes);
    }

    /// <summary>The LSN at which the mini-transaction of the run begins.</summary>
    internal ulong Start { get; private set; }

    /// <summary>The LSN at which it ends.</summary>
    internal ulong End { get; private set; }

    /// <summary>The records of the run; valid until the next call.</summary>
    internal ReadOnlySpan<byte> Records { get; private set; }

    internal bool MoveNext()
    {
        if (_runs == 0)
        {
            return false;
        }

        _runs--;
        if (_rest.Length < RunHeader.BytesMax)
        {
            Enter(_next, RecordBatch.ChunkBytes);
        }

        var header = RunHeader.Read(_rest, out var start, out var length, out var bytes);
        Start = _batch.Base.Value + start;
        End = Start + length;
        _rest = _rest[header..];
        if (bytes <= _rest.Length)
        {
            Records = _rest[..bytes];
            _rest = _rest[bytes..];
        }
        else
        {
            Records = Join(bytes);
        }

        return true;
    }

    private ReadOnlySpan<byte> Join(int bytes)
    {
        if (_scratch.Length < bytes)
        {
            _scratch = new byte[BitOperations.RoundUpToPowerOf2((uint)bytes)];
        }

        var records = _scratch.AsSpan(0, bytes);
        var done = 0;
        while (true)
        {
            var piece = Math.Min(bytes - done, _rest.Length);
            _rest[..piece].CopyTo(records[done..]);
            _rest = _rest[piece..];
            done += piece;
            if (done == bytes)
            {
                return records;
            }

            Enter(_next, RecordBatch.ChunkBytes);
        }
    }

    private void Enter(uint chunk, int bytes)
    {
        var content = _batch.Chunk(chunk, bytes);
        _next = MemoryMarshal.Read<uint>(content[^RecordBatch.LinkBytes..]);
        _rest = content[..^RecordBatch.LinkBytes];
        if (_next != 0 && Sse.IsSupported)
        {
            Prefetch(_batch.Chunk(_next, RecordBatch.ChunkBytes));
        }
    }

    // Chunks lie far from each other: the processor is told what will be needed soon.
    private static unsafe void Prefetch(Span<byte> chunk)
    {
        for (var i = 0; i < chunk.Length; i += CacheLineBytes)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref chunk[i]));
        }
    }
}
