namespace Understudy.Formats.RedoLog;

/// <summary>
/// Which byte of <c>ib_logfile0</c> has which LSN: the file is a circle that begins at <see cref="StartOffset"/>.
/// Source: log_t in storage/innobase/include/log0log.h.
/// </summary>
/// <param name="First">The LSN of the byte at <see cref="StartOffset"/>, from the header.</param>
/// <param name="FileSizeBytes">The length of the file; need not be a multiple of anything.</param>
public readonly record struct RedoLogGeometry(Lsn First, ulong FileSizeBytes)
{
    /// <summary>Where the log begins in the file, in bytes (<c>log_t::START_OFFSET</c>).</summary>
    public const int StartOffset = 12288;

    /// <summary>Where the first checkpoint block stands, in bytes (<c>log_t::CHECKPOINT_1</c>).</summary>
    public const int FirstCheckpointOffset = 4096;

    /// <summary>Where the second checkpoint block stands, in bytes (<c>log_t::CHECKPOINT_2</c>).</summary>
    public const int SecondCheckpointOffset = 8192;

    /// <summary>The smallest file that a server accepts, in bytes.</summary>
    public const int FileSizeMin = StartOffset + 16;

    /// <summary>How many bytes of log the file holds.</summary>
    public ulong Capacity => FileSizeBytes > StartOffset ? FileSizeBytes - StartOffset : 0;

    /// <summary>Where the byte with that LSN stands in the file.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The LSN lies before <see cref="First"/>, or the file is too
    /// short to hold any log.</exception>
    public long OffsetOf(Lsn lsn)
    {
        Check(lsn);
        return (long)(StartOffset + ((lsn.Value - First.Value) % Capacity));
    }

    /// <summary>The value of a terminator byte at that LSN: it changes with every lap, 1 in the first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="OffsetOf"/>.</exception>
    public byte SequenceBit(Lsn lsn)
    {
        Check(lsn);
        return (byte)(((lsn.Value - First.Value) / Capacity & 1) ^ 1);
    }

    private void Check(Lsn lsn)
    {
        if (lsn < First || Capacity == 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(lsn), lsn, $"not an LSN of a log that begins at {First} and holds {Capacity} bytes");
        }
    }
}
