using System.Buffers.Binary;
using Understudy.Formats.Checksums;

namespace Understudy.Formats.RedoLog;

/// <summary>
/// A checkpoint block of the redo log. Big-endian. Source: log_t::write_checkpoint in storage/innobase/buf/buf0flu.cc.
/// </summary>
/// <param name="Checkpoint">All changes up to here are in the data files; recovery starts here.</param>
/// <param name="End">Where the mini-transactions stand that name the files changed since the checkpoint, and the
/// record of the checkpoint itself.</param>
public readonly record struct RedoCheckpoint(Lsn Checkpoint, Lsn End)
{
    /// <summary>The length of the block in bytes.</summary>
    public const int Size = 64;

    private const int EndOffset = sizeof(ulong);
    private const int ReservedOffset = EndOffset + sizeof(ulong);
    private const int ChecksumOffset = Size - sizeof(uint);

    /// <summary>Reads a block.</summary>
    /// <param name="block">The block, at least <see cref="Size"/> bytes.</param>
    /// <param name="first">The first LSN of the log's header.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <returns>False if the block is not valid: never written, torn while being read, damaged, or too short.</returns>
    public static bool TryRead(ReadOnlySpan<byte> block, Lsn first, out RedoCheckpoint checkpoint)
    {
        checkpoint = default;
        if (block.Length < Size)
        {
            return false;
        }

        var read = new RedoCheckpoint(
            new Lsn(BinaryPrimitives.ReadUInt64BigEndian(block)),
            new Lsn(BinaryPrimitives.ReadUInt64BigEndian(block[EndOffset..])));
        if (read.Checkpoint < first
            || read.End < read.Checkpoint
            || block[ReservedOffset..ChecksumOffset].ContainsAnyExcept((byte)0)
            || BinaryPrimitives.ReadUInt32BigEndian(block[ChecksumOffset..]) != Crc32C.Compute(block[..ChecksumOffset]))
        {
            return false;
        }

        checkpoint = read;
        return true;
    }

    /// <summary>The latest of the two checkpoints of a log.</summary>
    /// <param name="firstBlock">The block at <see cref="RedoLogGeometry.FirstCheckpointOffset"/>.</param>
    /// <param name="secondBlock">The block at <see cref="RedoLogGeometry.SecondCheckpointOffset"/>.</param>
    /// <param name="first">The first LSN of the log's header.</param>
    /// <param name="latest">The latest checkpoint.</param>
    /// <returns>False if neither block is valid.</returns>
    public static bool TryFindLatest(
        ReadOnlySpan<byte> firstBlock, ReadOnlySpan<byte> secondBlock, Lsn first, out RedoCheckpoint latest)
    {
        var found = TryRead(firstBlock, first, out latest);
        if (TryRead(secondBlock, first, out var second) && (!found || second.Checkpoint >= latest.Checkpoint))
        {
            latest = second;
            found = true;
        }

        return found;
    }

    /// <summary>Writes the block.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        destination = destination[..Size];
        destination.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(destination, Checkpoint.Value);
        BinaryPrimitives.WriteUInt64BigEndian(destination[EndOffset..], End.Value);
        BinaryPrimitives.WriteUInt32BigEndian(
            destination[ChecksumOffset..], Crc32C.Compute(destination[..ChecksumOffset]));
    }
}
