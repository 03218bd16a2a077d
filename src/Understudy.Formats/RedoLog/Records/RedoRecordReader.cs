namespace Understudy.Formats.RedoLog.Records;

/// <summary>
/// Goes through the records of one mini-transaction. The bytes must be in the clear and without the terminator; that
/// their checksum was right is no requirement: any bytes lead to records, to the end or to <see cref="Error"/>.
/// </summary>
public ref struct RedoRecordReader
{
    private const byte SamePageBit = 0x80;
    private const int LengthBias = 15;
    private const int RecordBytesMax = 1 << 20;

    private readonly ReadOnlySpan<byte> _records;
    private SpaceId _space;
    private PageNumber _page;
    private bool _hasPage;
    private bool _mayContinue;

    /// <summary>Starts at the first record.</summary>
    /// <param name="records">All records of one mini-transaction.</param>
    public RedoRecordReader(ReadOnlySpan<byte> records)
    {
        _records = records;
    }

    /// <summary>Where the next record begins.</summary>
    public int Position { get; private set; }

    /// <summary>What is wrong with the record at <see cref="Position"/>; null as long as nothing is.</summary>
    public string? Error { get; private set; }

    /// <summary>Reads the length field of a record.</summary>
    /// <param name="records">Bytes that hold a record at <paramref name="start"/>.</param>
    /// <param name="start">Where the record begins.</param>
    /// <param name="body">Where its bytes behind type and length begin.</param>
    /// <param name="end">Where it ends; not checked against the source.</param>
    /// <returns>False when the length is invalid, one MiB or more, or cut off.</returns>
    public static bool TryReadLength(ReadOnlySpan<byte> records, int start, out int body, out int end)
    {
        body = start + 1;
        end = 0;
        if ((uint)start >= (uint)records.Length)
        {
            return false;
        }

        var length = records[start] & 0x0f;
        if (length != 0)
        {
            end = body + length;
            return true;
        }

        if (!RedoNumber.TryRead(records, ref body, out var extra) || extra >= RecordBytesMax)
        {
            return false;
        }

        end = start + 1 + LengthBias + (int)extra;
        return true;
    }

    /// <summary>Reads the next record.</summary>
    /// <returns>False at the end, or when <see cref="Error"/> is set.</returns>
    public bool TryRead(out RedoRecord record)
    {
        record = default;
        var start = Position;
        if (start >= _records.Length || Error is not null)
        {
            return false;
        }

        if (!TryReadLength(_records, start, out var body, out var end) || end > _records.Length)
        {
            return Fail("its length is invalid");
        }

        var first = _records[start];
        if (first >= SamePageBit && _hasPage)
        {
            var type = (RedoRecordType)(first & 0x70);
            if (!_mayContinue || type is RedoRecordType.FreePage or RedoRecordType.InitPage)
            {
                return Fail("it continues a page that it cannot continue");
            }

            record = new RedoRecord(type, IsPadding: false, IsSamePage: true, _space, _page, start, body, end);
            Position = end;
            return EndsPage(record);
        }

        return TryReadIds(first, start, body, end, out record);
    }

    private bool TryReadIds(byte first, int start, int body, int end, out RedoRecord record)
    {
        record = default;
        if (first >= SamePageBit && IsShortPadding(_records[start..end]))
        {
            record = new RedoRecord(RedoRecordType.FileCheckpoint, true, false, default, default, start, end, end);
            Position = end;
            return true;
        }

        var bounded = _records[..end];
        if (!RedoNumber.TryRead(bounded, ref body, out var space) || !RedoNumber.TryRead(bounded, ref body, out var page))
        {
            return Fail("its tablespace or page number is invalid");
        }

        if (first >= SamePageBit)
        {
            return TryMakeFileOperation(new RedoRecord(
                (RedoRecordType)(first & 0xf0), false, false, new SpaceId(space), new PageNumber(page), start, body, end), out record);
        }

        _space = new SpaceId(space);
        _page = new PageNumber(page);
        _hasPage = true;
        _mayContinue = true;
        record = new RedoRecord((RedoRecordType)(first & 0x70), false, false, _space, _page, start, body, end);
        Position = end;
        return EndsPage(record);
    }

    private bool TryMakeFileOperation(in RedoRecord candidate, out RedoRecord record)
    {
        record = candidate;
        if (candidate.Type is not (RedoRecordType.FileCreate or RedoRecordType.FileDelete or RedoRecordType.FileRename
            or RedoRecordType.FileModify or RedoRecordType.FileCheckpoint))
        {
            return Fail("its type is unknown");
        }

        if (candidate.Page.Value != 0)
        {
            return Fail("it is a file operation on a page other than 0");
        }

        if (candidate.Type == RedoRecordType.FileCheckpoint)
        {
            var payload = candidate.Payload(_records);
            if (payload.IndexOfAnyExcept((byte)0) < 0)
            {
                record = candidate with { IsPadding = true };
            }
            else if (candidate.Space.Value != 0 || payload.Length != sizeof(ulong))
            {
                return Fail("it is a checkpoint mark of a wrong form");
            }
        }

        Position = candidate.End;
        return true;
    }

    // After these nothing is known of the page, so the next record must name its page again.
    private bool EndsPage(in RedoRecord record)
    {
        switch (record.Type)
        {
            case RedoRecordType.FreePage:
            case RedoRecordType.InitPage:
                if (record.PayloadStart != record.End)
                {
                    Position = record.Start;
                    return Fail("it should have no payload");
                }

                _mayContinue = record.Type != RedoRecordType.FreePage;
                break;
            case RedoRecordType.Extended:
                if (record.PayloadStart == record.End)
                {
                    Position = record.Start;
                    return Fail("its subtype is missing");
                }

                if (_records[record.PayloadStart] == (byte)ExtendedRecordType.TrimPages)
                {
                    _mayContinue = false;
                }

                break;
            case RedoRecordType.Reserved:
                Position = record.Start;
                return Fail("its type is reserved");
            default:
                break;
        }

        return true;
    }

    private static bool IsShortPadding(ReadOnlySpan<byte> record) =>
        record.Length is 2 or 3 && (record[0] & 0xf0) == (byte)RedoRecordType.FileCheckpoint
        && record[1..].IndexOfAnyExcept((byte)0) < 0;

    private bool Fail(string error)
    {
        Error = error;
        return false;
    }
}
