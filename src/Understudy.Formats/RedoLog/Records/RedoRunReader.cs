using System.Runtime.CompilerServices;

namespace Understudy.Formats.RedoLog.Records;

/// <summary>
/// Goes through the records of one mini-transaction page by page, much faster than <see cref="RedoRecordReader"/> does record by
/// record, and by the same rules. Operations on files and padding are passed over.
/// </summary>
public ref struct RedoRunReader
{
    private const byte SamePageBit = 0x80;
    private const byte TypeMask = 0x70;
    private const int LengthMask = 0x0f;

    private readonly ReadOnlySpan<byte> _records;
    private readonly RedoRecordCounts? _counts;
    private int _position;

    /// <summary>Starts at the first record.</summary>
    /// <param name="records">All records of one mini-transaction, in the clear.</param>
    /// <param name="counts">Where records are counted; null not to.</param>
    public RedoRunReader(ReadOnlySpan<byte> records, RedoRecordCounts? counts)
    {
        _records = records;
        _counts = counts;
    }

    /// <summary>What is wrong with the record at <see cref="ErrorPosition"/>; null as long as nothing is.</summary>
    public string? Error { get; private set; }

    /// <summary>Where the record begins that <see cref="Error"/> is about.</summary>
    public int ErrorPosition { get; private set; }

    /// <summary>Reads the next run.</summary>
    /// <returns>False at the end, or when <see cref="Error"/> is set.</returns>
    public bool TryRead(out RedoRun run)
    {
        run = default;
        var start = _position;
        if (start == 0 && !_records.IsEmpty && _records[0] >= SamePageBit && !TrySkipFileOperations(out start))
        {
            return false;
        }

        if ((uint)start >= (uint)_records.Length || Error is not null)
        {
            return false;
        }

        var first = _records[start];
        if (!TryFindEnd(start, out var body, out var end)
            || !RedoNumber.TryRead(_records[..end], ref body, out var space)
            || !RedoNumber.TryRead(_records[..end], ref body, out var page)
            || !TryEnter(first, body, end, out var mayContinue))
        {
            return Fail();
        }

        var isTrim = !mayContinue && (first & TypeMask) == (byte)RedoRecordType.Extended;
        while ((uint)end < (uint)_records.Length && _records[end] >= SamePageBit)
        {
            first = _records[end];
            if (!mayContinue
                || (first & TypeMask) < (byte)RedoRecordType.Extended
                || !TryFindEnd(end, out body, out var next)
                || !TryEnter(first, body, next, out mayContinue))
            {
                return Fail();
            }

            end = next;
        }

        _position = end;
        run = new RedoRun(
            new SpaceId(space), new PageNumber(page), start, end, (RedoRecordType)(_records[start] & TypeMask), isTrim);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool TryFindEnd(int start, out int body, out int end)
    {
        var length = _records[start] & LengthMask;
        body = start + 1;
        end = body + length;
        return (length != 0 || RedoRecordReader.TryReadLength(_records, start, out body, out end)) && end <= _records.Length
            && body <= end;
    }

    // What is right for a record by its type, and whether records may follow that continue on its page.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool TryEnter(byte first, int body, int end, out bool mayContinue)
    {
        mayContinue = true;
        var type = (RedoRecordType)(first & TypeMask);
        _counts?.Count(type);
        switch (type)
        {
            case RedoRecordType.FreePage:
                mayContinue = false;
                return body == end;
            case RedoRecordType.InitPage:
                return body == end;
            case RedoRecordType.Extended:
                if (body == end)
                {
                    return false;
                }

                mayContinue = _records[body] != (byte)ExtendedRecordType.TrimPages;
                _counts?.CountExtended(_records[body]);
                return true;
            default:
                return type != RedoRecordType.Reserved;
        }
    }

    private bool TrySkipFileOperations(out int start)
    {
        var reader = new RedoRecordReader(_records);
        start = 0;
        while (reader.TryRead(out var record))
        {
            if (!record.IsFileOperation)
            {
                start = record.Start;
                return true;
            }

            if (!record.IsPadding)
            {
                _counts?.Count(record.Type);
            }

            start = record.End;
        }

        _position = _records.Length;
        Error = reader.Error;
        ErrorPosition = reader.Position;
        return false;
    }

    // Something is wrong: the slower reader says what.
    private bool Fail()
    {
        var reader = new RedoRecordReader(_records);
        while (reader.TryRead(out _))
        {
        }

        Error = reader.Error ?? "its form is unknown";
        ErrorPosition = reader.Position;
        return false;
    }
}
