using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Understudy.Formats.DdlLog;

/// <summary>Reads <c>ddl.log</c>, also while the server writes to it.</summary>
public static class DdlLogReader
{
    /// <summary>The name of the file, in the data directory.</summary>
    public const string FileName = "ddl.log";

    /// <summary>More bytes than a line ever has; a longer one is not an event.</summary>
    public const int LineBytesMax = 16384;

    private const int FieldCount = 12;
    private const int SubjectFieldCount = 5;

    /// <summary>Reads one line, without its newline. Never throws.</summary>
    /// <param name="line">The line.</param>
    /// <param name="event">The event; of kind Unknown when only its name is not known.</param>
    /// <returns>False when the line is not an event at all.</returns>
    public static bool TryParse(ReadOnlySpan<byte> line, [NotNullWhen(true)] out DdlLogEvent? @event)
    {
        @event = null;
        if (line.Length > LineBytesMax)
        {
            return false;
        }

        var fields = Encoding.UTF8.GetString(line).Split('\t');
        if (fields.Length < FieldCount || fields[1].Length == 0 || fields[4].Length == 0)
        {
            return false;
        }

        if (!TryReadSubject(fields.AsSpan(2, SubjectFieldCount), out var before)
            || !TryReadSubject(fields.AsSpan(2 + SubjectFieldCount, SubjectFieldCount), out var after))
        {
            return false;
        }

        @event = new DdlLogEvent(
            fields[0],
            fields[1],
            ToKind(fields[1]),
            before,
            after.Location.Database.Length == 0 ? null : after);
        return true;
    }

    /// <summary>Reads all complete lines of what was appended since the last call.</summary>
    /// <param name="bytes">The bytes of the file from where the last call ended.</param>
    /// <param name="events">Events are added here, in order.</param>
    /// <param name="unreadableLines">How many complete lines were not events: then look at everything.</param>
    /// <returns>How many bytes were used: up to behind the last newline.</returns>
    public static int ReadComplete(ReadOnlySpan<byte> bytes, ICollection<DdlLogEvent> events, out int unreadableLines)
    {
        ArgumentNullException.ThrowIfNull(events);
        unreadableLines = 0;
        var used = 0;
        while (bytes[used..].IndexOf((byte)'\n') is >= 0 and var length)
        {
            if (TryParse(bytes.Slice(used, length), out var @event))
            {
                events.Add(@event);
            }
            else
            {
                unreadableLines++;
            }

            used += length + 1;
        }

        return used;
    }

    private static bool TryReadSubject(ReadOnlySpan<string> fields, [NotNullWhen(true)] out DdlLogSubject? subject)
    {
        subject = null;
        Guid? version = null;
        if (fields[4].Length > 0)
        {
            if (!Guid.TryParseExact(fields[4], "D", out var parsed))
            {
                return false;
            }

            version = parsed;
        }

        if (fields[1] is not ("0" or "1"))
        {
            return false;
        }

        subject = new DdlLogSubject(fields[0], fields[1] == "1", new DdlLogTable(fields[2], fields[3]), version);
        return true;
    }

    private static DdlLogEventKind ToKind(string name) => name.ToUpperInvariant() switch
    {
        "CREATE" => DdlLogEventKind.Create,
        "ALTER" => DdlLogEventKind.Alter,
        "RENAME" => DdlLogEventKind.Rename,
        "DROP" => DdlLogEventKind.Drop,
        "DROP_AFTER_CREATE" => DdlLogEventKind.DropAfterCreate,
        "TRUNCATE" => DdlLogEventKind.Truncate,
        "OPTIMIZE" => DdlLogEventKind.Optimize,
        "REPAIR" => DdlLogEventKind.Repair,
        "CHANGE_INDEX" => DdlLogEventKind.ChangeIndex,
        "BULK_INSERT" => DdlLogEventKind.BulkInsert,
        "EXCHANGE_PARTITION" => DdlLogEventKind.ExchangePartition,
        _ => DdlLogEventKind.Unknown,
    };
}
