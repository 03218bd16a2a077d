using System.Buffers.Binary;

namespace Understudy.Formats.RedoLog.Apply;

/// <summary>
/// The header of a record of ROW_FORMAT=REDUNDANT, which tells the record's own sizes. Positions count back from the
/// origin, that is from the end of the span. Source: storage/innobase/include/rem0rec.h.
/// </summary>
internal static class RedundantRecord
{
    internal const int FieldsMax = 1023;
    internal const int HeaderBytesMax = IndexPage.RedundantHeaderBytes + 2 * FieldsMax;

    private const int FieldCountMask = 0x07fe;
    private const int ShortFlag = 1;
    private const int ShortEndMask = 0x7f;
    private const int LongEndMask = 0x3fff;

    /// <summary>The sizes of the record whose header ends where the span does.</summary>
    /// <param name="beforeOrigin">All bytes of the page before the record's origin.</param>
    internal static (int HeaderBytes, int DataBytes) Sizes(ReadOnlySpan<byte> beforeOrigin)
    {
        var word = BinaryPrimitives.ReadUInt16BigEndian(beforeOrigin[^4..]);
        var fields = (word & FieldCountMask) >> 1;
        var isShort = (word & ShortFlag) != 0;
        PageApplyException.ThrowIf(fields == 0, "a record has no fields");
        var header = HeaderBytes(fields, isShort);
        PageApplyException.ThrowIf(header > beforeOrigin.Length, "a record header reaches out of the page");
        return (header, DataBytes(beforeOrigin, fields, isShort));
    }

    internal static int HeaderBytes(int fields, bool isShort) =>
        IndexPage.RedundantHeaderBytes + fields * (isShort ? 1 : 2);

    /// <summary>Writes the parts of a header that a log record gives and not the record it was copied from.</summary>
    internal static void Patch(Span<byte> header, int infoBits, int fields, bool isShort)
    {
        header[^6] = (byte)(infoBits << 4);
        var word = BinaryPrimitives.ReadUInt16BigEndian(header[^4..]);
        word = (ushort)((word & ~(FieldCountMask | ShortFlag)) | fields << 1 | (isShort ? ShortFlag : 0));
        BinaryPrimitives.WriteUInt16BigEndian(header[^4..], word);
    }

    internal static void PatchHeapNumber(Span<byte> header, int heapNumber)
    {
        var word = BinaryPrimitives.ReadUInt16BigEndian(header[^5..]);
        BinaryPrimitives.WriteUInt16BigEndian(header[^5..], (ushort)((word & 7) | heapNumber << 3));
    }

    private static int DataBytes(ReadOnlySpan<byte> header, int fields, bool isShort) => isShort
        ? header[^(IndexPage.RedundantHeaderBytes + fields)] & ShortEndMask
        : BinaryPrimitives.ReadUInt16BigEndian(header[^(IndexPage.RedundantHeaderBytes + 2 * fields)..]) & LongEndMask;
}
