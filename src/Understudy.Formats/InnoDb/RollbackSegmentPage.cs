using System.Buffers.Binary;

namespace Understudy.Formats.InnoDb;

/// <summary>
/// What the transaction system page (page 5 of the system tablespace) and the rollback segment header pages say of the
/// binary log. Plain pages. Sources: TRX_SYS_RSEGS in storage/innobase/include/trx0sys.h, TRX_RSEG_* in trx0rseg.h.
/// </summary>
public static class RollbackSegmentPage
{
    /// <summary>The transaction system page.</summary>
    public static readonly PageNumber TransactionSystem = new(5); // FSP_TRX_SYS_PAGE_NO

    /// <summary>How many rollback segments there can be.</summary>
    public const int SegmentsMax = 128; // TRX_SYS_N_RSEGS

    private const int SlotsOffset = FilFieldLocations.Data + 8 + 10;      // TRX_SYS_RSEGS
    private const int SlotBytes = 2 * sizeof(uint);
    private const int UndoSlotsOffset = FilFieldLocations.Data + 34;      // TRX_RSEG_UNDO_SLOTS
    private const int BytesPerUndoSlot = 16;                              // TRX_RSEG_N_SLOTS is page size / 16
    private const int MaxTrxIdBytes = sizeof(ulong);
    private const int BinlogNameBytes = 512;                              // TRX_RSEG_BINLOG_NAME_LEN

    /// <summary>Reads where the header page of a rollback segment is.</summary>
    /// <param name="transactionSystemPage">The transaction system page.</param>
    /// <param name="segment">From 0 to <see cref="SegmentsMax"/> - 1.</param>
    /// <param name="space">The tablespace.</param>
    /// <param name="page">The page.</param>
    /// <returns>False when there is no such segment.</returns>
    public static bool TryReadSlot(
        ReadOnlySpan<byte> transactionSystemPage, int segment, out SpaceId space, out PageNumber page)
    {
        var slot = transactionSystemPage.Slice(SlotsOffset + segment * SlotBytes, SlotBytes);
        space = new SpaceId(BinaryPrimitives.ReadUInt32BigEndian(slot));
        page = new PageNumber(BinaryPrimitives.ReadUInt32BigEndian(slot[sizeof(uint)..]));
        return page != PageNumber.None && page.Value != 0;
    }

    /// <summary>Reads the binary log position of the last transaction that used the segment and was written to it.</summary>
    /// <param name="headerPage">The header page of the segment.</param>
    /// <param name="name">The file, as the server has it, without the final NUL; empty when there is none.</param>
    /// <param name="position">The position in it, in bytes.</param>
    public static bool TryReadBinlogPosition(
        ReadOnlySpan<byte> headerPage, out ReadOnlySpan<byte> name, out ulong position)
    {
        var offset = UndoSlotsOffset + headerPage.Length / BytesPerUndoSlot * sizeof(uint) + MaxTrxIdBytes;
        position = BinaryPrimitives.ReadUInt64BigEndian(headerPage[offset..]);
        name = headerPage.Slice(offset + sizeof(ulong), BinlogNameBytes);
        var end = name.IndexOf((byte)0);
        name = end < 0 ? name : name[..end];
        return !name.IsEmpty;
    }
}
