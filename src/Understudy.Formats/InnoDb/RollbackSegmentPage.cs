using System.Buffers.Binary;

namespace Understudy.Formats.InnoDb;

/// <summary>
/// What the transaction system page (page 5 of the system tablespace) and the rollback segment header pages say of the
/// binary log and of a Galera cluster. Plain pages. Sources: TRX_SYS_RSEGS in storage/innobase/include/trx0sys.h, TRX_RSEG_* in trx0rseg.h; what a
/// Galera position looks like was read from pages of real nodes.
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
    private const int XidFormatPresent = 1;                               // TRX_RSEG_WSREP_XID_FORMAT
    private const int XidPrefixBytes = 3 * sizeof(uint);                  // format, and lengths of the two parts
    private const int UuidOffset = 8;                                     // behind the mark
    private const int UuidBytes = 16;
    private const int SequenceNumberOffset = UuidOffset + UuidBytes;

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

    private static ReadOnlySpan<byte> GaleraMark => "WSREPXi"u8;

    /// <summary>Reads the binary log position of the last transaction that used the segment and was written to it.</summary>
    /// <param name="headerPage">The header page of the segment.</param>
    /// <param name="name">The file, as the server has it, without the final NUL; empty when there is none.</param>
    /// <param name="position">The position in it, in bytes.</param>
    public static bool TryReadBinlogPosition(
        ReadOnlySpan<byte> headerPage, out ReadOnlySpan<byte> name, out ulong position)
    {
        var offset = BinlogOffset(headerPage);
        position = BinaryPrimitives.ReadUInt64BigEndian(headerPage[offset..]);
        name = headerPage.Slice(offset + sizeof(ulong), BinlogNameBytes);
        var end = name.IndexOf((byte)0);
        name = end < 0 ? name : name[..end];
        return !name.IsEmpty;
    }

    /// <summary>Reads the position in a Galera cluster of the last write set that the segment has to do with.</summary>
    /// <param name="headerPage">The header page of the segment.</param>
    /// <param name="cluster">The UUID of the cluster's state.</param>
    /// <param name="sequenceNumber">The number of the write set.</param>
    /// <returns>False when there is none.</returns>
    public static bool TryReadGaleraPosition(ReadOnlySpan<byte> headerPage, out Guid cluster, out long sequenceNumber)
    {
        var xid = headerPage[(BinlogOffset(headerPage) + sizeof(ulong) + BinlogNameBytes)..];
        var data = xid[XidPrefixBytes..];
        cluster = default;
        sequenceNumber = -1;
        if (BinaryPrimitives.ReadUInt32BigEndian(xid) != XidFormatPresent || !data.StartsWith(GaleraMark))
        {
            return false;
        }

        cluster = new Guid(data.Slice(UuidOffset, UuidBytes), bigEndian: true);
        sequenceNumber = BinaryPrimitives.ReadInt64LittleEndian(data[SequenceNumberOffset..]);
        return cluster != Guid.Empty && sequenceNumber >= 0;
    }

    private static int BinlogOffset(ReadOnlySpan<byte> headerPage) =>
        UndoSlotsOffset + headerPage.Length / BytesPerUndoSlot * sizeof(uint) + MaxTrxIdBytes;
}
