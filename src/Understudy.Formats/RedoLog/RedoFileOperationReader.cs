using System.Buffers.Binary;
using System.Text;
using Understudy.Formats.RedoLog.Records;

namespace Understudy.Formats.RedoLog;

/// <summary>
/// Goes through the file records of one mini-transaction, of a log that is not encrypted. They stand before all page
/// records, so most mini-transactions are done with after their first byte. Allocates only for what it finds.
/// Source: log_parse_file in storage/innobase/log/log0recv.cc.
/// </summary>
public ref struct RedoFileOperationReader
{
    private const int SamePageBit = 0x80;
    private const int TypeBits = 0xF0;
    private const int LengthNibble = 15;
    private const int LongRecordBytes = 16;

    private ReadOnlySpan<byte> _rest;
    private byte _kind;

    /// <summary>Begins.</summary>
    /// <param name="records">The records, <see cref="MiniTransactionFrame.RecordBytes"/> long.</param>
    public RedoFileOperationReader(ReadOnlySpan<byte> records)
    {
        _rest = records;
        _kind = 0;
        Current = null!;
        IsCorrupt = false;
    }

    /// <summary>The record that <see cref="MoveNext"/> found.</summary>
    public RedoFileOperation Current { get; private set; }

    /// <summary>Whether the reader stopped at something that no server writes. The checksum was right, so this is a
    /// program error or a format from the future, not a torn read.</summary>
    public bool IsCorrupt { get; private set; }

    /// <summary>Whether the records can begin with a file record.</summary>
    public static bool MayHaveAny(ReadOnlySpan<byte> records) => !records.IsEmpty && (records[0] & SamePageBit) != 0;

    /// <summary>Goes to the next file record.</summary>
    /// <returns>False at the first page record, at the end, or if <see cref="IsCorrupt"/>.</returns>
    public bool MoveNext()
    {
        while (MayHaveAny(_rest))
        {
            var record = TakeRecord();
            if (record.IsEmpty || !TryParse(record, out var operation))
            {
                IsCorrupt = true;
                _rest = default;
                return false;
            }

            if (operation is not null)
            {
                Current = operation;
                return true;
            }
        }

        return false;
    }

    private ReadOnlySpan<byte> TakeRecord()
    {
        var length = 1 + (_rest[0] & LengthNibble);
        var headBytes = 1;
        if (length == 1)
        {
            if (!RedoNumber.TryRead(_rest, ref headBytes, out var number) || number >= MiniTransaction.RecordBytesMax)
            {
                return default;
            }

            length = LongRecordBytes + (int)number;
        }

        if (length > _rest.Length)
        {
            return default;
        }

        _kind = (byte)(_rest[0] & TypeBits);
        var body = _rest[headBytes..length];
        _rest = _rest[length..];
        return body;
    }

    // A null operation: padding, to be passed over.
    private readonly bool TryParse(ReadOnlySpan<byte> body, out RedoFileOperation? operation)
    {
        operation = null;
        var kind = (RedoFileOperationKind)_kind;
        if (kind == RedoFileOperationKind.Checkpoint && !body.ContainsAnyExcept((byte)0))
        {
            return true;
        }

        var idBytes = 0;
        if (!RedoNumber.TryRead(body, ref idBytes, out var space)
            || !RedoNumber.TryRead(body, ref idBytes, out var pageNumber)
            || pageNumber != 0)
        {
            return false;
        }

        var payload = body[idBytes..];
        switch (kind)
        {
            case RedoFileOperationKind.Checkpoint when space == 0 && payload.Length == sizeof(ulong):
                var lsn = new Lsn(BinaryPrimitives.ReadUInt64BigEndian(payload));
                operation = new RedoFileOperation(kind, new SpaceId(space), string.Empty, null, lsn);
                return true;
            case RedoFileOperationKind.Rename:
                var separator = payload.IndexOf((byte)0);
                if (separator <= 0 || separator == payload.Length - 1 || payload[(separator + 1)..].Contains((byte)0))
                {
                    return false;
                }

                operation = new RedoFileOperation(
                    kind,
                    new SpaceId(space),
                    PathOf(payload[..separator]),
                    PathOf(payload[(separator + 1)..]),
                    Lsn.None);
                return true;
            case RedoFileOperationKind.Create or RedoFileOperationKind.Delete or RedoFileOperationKind.Modify
                when !payload.IsEmpty && !payload.Contains((byte)0):
                operation = new RedoFileOperation(kind, new SpaceId(space), PathOf(payload), null, Lsn.None);
                return true;
            default:
                return false;
        }
    }

    private static string PathOf(ReadOnlySpan<byte> path) => Encoding.UTF8.GetString(path);
}
