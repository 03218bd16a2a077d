namespace Understudy.Formats.RedoLog;

/// <summary>
/// The redo log of a backup into which all redo was applied: nothing but the record of a checkpoint. A server that
/// starts on it finds nothing to recover and makes itself a new log.
/// </summary>
public static class PreparedRedoLog
{
    /// <summary>The length of the file in bytes.</summary>
    public const int Size = RedoLogGeometry.StartOffset + CheckpointBytes;

    /// <summary>The length in bytes of the record of a checkpoint with the end of its mini-transaction, in a log that is not encrypted.</summary>
    public const int CheckpointBytes = CheckpointRecordBytes + 1 + sizeof(uint);

    private const int CheckpointRecordBytes = 11;
    private const byte CheckpointRecordHead = 0xFA;
    private const int CheckpointLsnOffset = 3;

    /// <summary>Writes the file.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    /// <param name="end">Where the applied redo ends. The log of this file ends there, too.</param>
    /// <param name="serverVersion">The server that the backup was made of, for the creator field, such as
    /// <c>11.8.6</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No server has an LSN as small as that.</exception>
    public static void Write(Span<byte> destination, Lsn end, string serverVersion)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(
            end.Value, (ulong)(RedoLogGeometry.StartOffset + CheckpointBytes), nameof(end));
        destination = destination[..Size];
        destination.Clear();
        var first = new Lsn(end.Value - CheckpointBytes);
        new RedoLogHeader(RedoLogFormat.Physical, first, RedoLogHeader.BackupCreatorPrefix + serverVersion, default)
            .Write(destination);
        new RedoCheckpoint(first, first).Write(destination[RedoLogGeometry.FirstCheckpointOffset..]);

        var log = destination[RedoLogGeometry.StartOffset..];
        log[0] = CheckpointRecordHead;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(log[CheckpointLsnOffset..], first.Value);
        MiniTransaction.Finish(log, CheckpointRecordBytes, sequenceBit: 1);
    }
}
