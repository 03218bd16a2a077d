using Understudy.Formats.RedoLog.Records;

namespace Understudy.Formats.RedoLog.Apply;

/// <summary>
/// Brings the plain (decrypted, decompressed) image of one page forward by redo records. A page is a span of its
/// physical size; checksums and the trailer are none of its business. Every byte of the outcome is what the server
/// would have made. Behaviour: <c>log_phys_t::apply</c>, storage/innobase/log/log0recv.cc.
/// </summary>
public static class PageImage
{
    private const int FirstOffset = 24;
    private const int OffsetMin = 8;
    private const byte SamePageBit = 0x80;

    /// <summary>
    /// Applies a record that names its page and the records behind it that continue on that page.
    /// </summary>
    /// <param name="page">The page, as the records before left it.</param>
    /// <param name="isCompressed">Whether it is a ROW_FORMAT=COMPRESSED page.</param>
    /// <param name="records">The records of the mini-transaction from the first one to apply on.</param>
    /// <returns>How many bytes of <paramref name="records"/> belonged to it.</returns>
    /// <exception cref="PageApplyException">
    /// A record does not fit the page; the page may have been changed in part.
    /// </exception>
    public static int ApplyRun(Span<byte> page, bool isCompressed, ReadOnlySpan<byte> records)
    {
        var reader = new RedoRecordReader(records);
        var offset = 0;
        while (reader.Position < records.Length
            && (reader.Position == 0 || (records[reader.Position] & SamePageBit) != 0))
        {
            if (!reader.TryRead(out var record))
            {
                PageApplyException.Throw(reader.Error ?? "its end is missing");
            }

            Apply(page, isCompressed, record, record.Payload(records), ref offset);
        }

        return reader.Position;
    }

    /// <summary>Applies one record.</summary>
    /// <param name="page">The page.</param>
    /// <param name="isCompressed">Whether it is a ROW_FORMAT=COMPRESSED page.</param>
    /// <param name="record">The record, of this page.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="offset">
    /// The byte that the record before ended at, which this one goes on from; 0 for a record that names its page.
    /// </param>
    /// <exception cref="PageApplyException">The record does not fit the page.</exception>
    public static void Apply(
        Span<byte> page, bool isCompressed, in RedoRecord record, ReadOnlySpan<byte> payload, ref int offset)
    {
        PageApplyException.ThrowIf(page.Length is < 1024 or > 65536, "the page has an impossible size");
        switch (record.Type)
        {
            case RedoRecordType.FreePage:
                break;
            case RedoRecordType.InitPage:
                FreshPage.Initialize(page, record.Space, record.Page);
                offset = FirstOffset;
                break;
            case RedoRecordType.Write:
                Write(page, payload, ref offset);
                break;
            case RedoRecordType.MemSet:
                MemSet(page, payload, ref offset);
                break;
            case RedoRecordType.MemMove:
                MemMove(page, payload, ref offset);
                break;
            case RedoRecordType.Extended:
                PageApplyException.ThrowIf(payload.IsEmpty, "its subtype is missing");
                ApplyExtended(page, isCompressed, record.Page, payload);
                offset = FirstOffset;
                break;
            case RedoRecordType.Option:
                break;
            default:
                PageApplyException.Throw("its type does not change a page");
                break;
        }
    }

    private static void Write(Span<byte> page, ReadOnlySpan<byte> payload, ref int offset)
    {
        var position = 0;
        var target = Advance(page, payload, ref position, offset);
        var data = payload[position..];
        PageApplyException.ThrowIf(data.IsEmpty || data.Length > page.Length - target, "it writes beyond the page");
        data.CopyTo(page[target..]);
        offset = target + data.Length;
    }

    private static void MemSet(Span<byte> page, ReadOnlySpan<byte> payload, ref int offset)
    {
        var position = 0;
        var target = Advance(page, payload, ref position, offset);
        var length = Length(page, payload, ref position, target);
        var pattern = payload[position..];
        PageApplyException.ThrowIf(
            pattern.IsEmpty || length % pattern.Length != 0, "its pattern does not fill what it should");
        var area = page.Slice(target, length);
        if (pattern.Length == 1)
        {
            area.Fill(pattern[0]);
        }
        else
        {
            for (; !area.IsEmpty; area = area[pattern.Length..])
            {
                pattern.CopyTo(area);
            }
        }

        offset = target + length;
    }

    private static void MemMove(Span<byte> page, ReadOnlySpan<byte> payload, ref int offset)
    {
        var position = 0;
        var target = Advance(page, payload, ref position, offset);
        var length = Length(page, payload, ref position, target);
        if (!RedoNumber.TryRead(payload, ref position, out var distance) || position != payload.Length)
        {
            PageApplyException.Throw("its source is invalid");
        }

        var source = (distance & 1) != 0
            ? target - (long)(distance >> 1) - 1
            : target + (long)(distance >> 1) + 1;
        PageApplyException.ThrowIf(
            source < OffsetMin || source + length > page.Length, "it moves bytes from outside the page");
        page.Slice((int)source, length).CopyTo(page[target..]);
        offset = target + length;
    }

    private static int Advance(Span<byte> page, ReadOnlySpan<byte> payload, ref int position, int offset)
    {
        if (!RedoNumber.TryRead(payload, ref position, out var distance))
        {
            PageApplyException.Throw("its offset is invalid");
        }

        var target = offset + (long)distance;
        PageApplyException.ThrowIf(target < OffsetMin || target >= page.Length, "its offset is outside the page");
        return (int)target;
    }

    private static int Length(Span<byte> page, ReadOnlySpan<byte> payload, ref int position, int target)
    {
        if (!RedoNumber.TryRead(payload, ref position, out var length) || length > (uint)(page.Length - target))
        {
            PageApplyException.Throw("its length is outside the page");
        }

        return (int)length;
    }

    private static void ApplyExtended(
        Span<byte> page, bool isCompressed, PageNumber number, ReadOnlySpan<byte> payload)
    {
        var subtype = (ExtendedRecordType)payload[0];
        if (subtype == ExtendedRecordType.TrimPages)
        {
            return;
        }

        PageApplyException.ThrowIf(number.Value < 3 || isCompressed, "the page cannot hold rows of that format");
        payload = payload[1..];
        switch (subtype)
        {
            case ExtendedRecordType.InitRedundant:
            case ExtendedRecordType.InitDynamic:
            case ExtendedRecordType.UndoInit:
                PageApplyException.ThrowIf(!payload.IsEmpty, "it should have no payload");
                Initialize(page, subtype);
                break;
            case ExtendedRecordType.UndoAppend:
                FreshPage.AppendUndo(page, payload);
                break;
            case ExtendedRecordType.InsertHeapRedundant:
            case ExtendedRecordType.InsertReuseRedundant:
                RowInsert.ApplyRedundant(page, payload, subtype == ExtendedRecordType.InsertReuseRedundant);
                break;
            case ExtendedRecordType.InsertHeapDynamic:
            case ExtendedRecordType.InsertReuseDynamic:
                RowInsert.ApplyDynamic(page, payload, subtype == ExtendedRecordType.InsertReuseDynamic);
                break;
            case ExtendedRecordType.DeleteRedundant:
                RowDelete.ApplyRedundant(page, payload);
                break;
            case ExtendedRecordType.DeleteDynamic:
                RowDelete.ApplyDynamic(page, payload);
                break;
            default:
                PageApplyException.Throw("its subtype is unknown");
                break;
        }
    }

    private static void Initialize(Span<byte> page, ExtendedRecordType subtype)
    {
        if (subtype == ExtendedRecordType.UndoInit)
        {
            FreshPage.InitializeUndo(page);
        }
        else
        {
            FreshPage.InitializeIndex(page, subtype == ExtendedRecordType.InitDynamic);
        }
    }
}
