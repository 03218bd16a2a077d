using System.Text;
using Understudy.Engine.Prepare.Log;
using Understudy.Formats;
using Understudy.Formats.InnoDb.Encryption;
using Understudy.Formats.RedoLog;
using Understudy.Formats.RedoLog.Records;

namespace Understudy.Engine.LogReading;

/// <summary>Lists what is in a redo log, for people.</summary>
public sealed class RedoLogListing
{
    private readonly RedoLogSource _source;
    private readonly RedoLogCipher? _cipher;
    private readonly Func<RedoLogLine, bool>? _show;
    private readonly RedoRecordCounts _counts = new();
    private readonly SpaceTable _spaces = new();
    private readonly Dictionary<uint, long> _records = [];
    private long _miniTransactions;

    private RedoLogListing(RedoLogSource source, RedoLogCipher? cipher, Func<RedoLogLine, bool>? show)
    {
        _source = source;
        _cipher = cipher;
        _show = show;
    }

    /// <summary>Reads a log from its checkpoint to its end.</summary>
    /// <param name="path">An <c>ib_logfile0</c> that nobody writes, or a directory that holds one.</param>
    /// <param name="keys">The server's keys, for an encrypted log.</param>
    /// <param name="show">Is given each record; returns false to stop. Null for a summary only.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FailureException">The log cannot be read.</exception>
    public static RedoLogSummary Run(
        string path, EncryptionKeys keys, Func<RedoLogLine, bool>? show, CancellationToken cancellation)
    {
        if (Directory.Exists(path))
        {
            path = Path.Combine(path, RedoLogSource.FileName);
        }

        using var source = RedoLogSource.Open(path);
        using var cipher = source.IsEncrypted ? RedoLogCipher.Create(source.Header, keys) : null;
        return new RedoLogListing(source, cipher, show).Run(cancellation);
    }

    private RedoLogSummary Run(CancellationToken cancellation)
    {
        using var feed = new LogFeed(_source, _cipher, _source.Checkpoint.Checkpoint, findsRuns: false);
        while (feed.TryTake(out var piece))
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < piece.Count; i++)
            {
                if (!Show(piece.Records(i), piece.Start(i), piece.Start(i) + (ulong)piece.Length(i)))
                {
                    return Summarize(piece.Start(i), MiniTransactionStatus.Complete);
                }
            }
        }

        return Summarize(feed.End, feed.EndStatus);
    }

    private bool Show(ReadOnlySpan<byte> records, Lsn start, Lsn end)
    {
        _miniTransactions++;
        var operations = new RedoFileOperationReader(records);
        while (operations.MoveNext())
        {
            if (operations.Current.Kind != RedoFileOperationKind.Checkpoint)
            {
                _spaces.Note(operations.Current, end);
            }
        }

        var reader = new RedoRecordReader(records);
        while (reader.TryRead(out var record))
        {
            if (!Show(record, records, start, end))
            {
                return false;
            }
        }

        return reader.Error is null
            ? true
            : throw new FailureException(
                FailureKind.Damaged, $"{_source.Path}: the record at LSN {start + (ulong)reader.Position} is damaged: {reader.Error}");
    }

    private bool Show(in RedoRecord record, ReadOnlySpan<byte> records, Lsn start, Lsn end)
    {
        var payload = record.Payload(records);
        var name = RedoRecordNames.Of(record.Type);
        if (!record.IsPadding)
        {
            _counts.Count(record.Type);
            _records[record.Space.Value] = _records.GetValueOrDefault(record.Space.Value) + 1;
        }

        if (record.Type == RedoRecordType.Extended)
        {
            _counts.CountExtended(payload[0]);
            name = RedoRecordNames.Of((ExtendedRecordType)payload[0]);
        }

        return _show is null
            || _show(new RedoLogLine(start, end, name, record.Space, record.Page, !record.IsFileOperation, payload.Length, Detail(record, payload)));
    }

    private static string? Detail(in RedoRecord record, ReadOnlySpan<byte> payload)
    {
        var position = 0;
        switch (record.Type)
        {
            case RedoRecordType.FileCheckpoint:
                return record.IsPadding ? "padding" : System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(payload).ToString();
            case RedoRecordType.FileCreate:
            case RedoRecordType.FileDelete:
            case RedoRecordType.FileModify:
            case RedoRecordType.FileRename:
                return Encoding.UTF8.GetString(payload).Replace("\0", " -> ", StringComparison.Ordinal);
            case RedoRecordType.Write:
            case RedoRecordType.MemSet:
            case RedoRecordType.MemMove:
                return RedoNumber.TryRead(payload, ref position, out var distance)
                    ? $"{(record.IsSamePage ? "+" : "")}{distance}"
                    : null;
            default:
                return null;
        }
    }

    private RedoLogSummary Summarize(Lsn end, MiniTransactionStatus status) => new()
    {
        Path = _source.Path,
        Creator = _source.Header.Creator,
        IsEncrypted = _source.IsEncrypted,
        First = _source.Header.First,
        CapacityBytes = _source.Geometry.Capacity,
        Checkpoint = _source.Checkpoint.Checkpoint,
        CheckpointEnd = _source.Checkpoint.End,
        End = end,
        EndReason = status.ToString(),
        MiniTransactions = _miniTransactions,
        Records = _counts.ToList(),
        Tablespaces =
        [
            .. _records.OrderByDescending(r => r.Value)
                .Select(r => new RedoLogTablespace(r.Key, _spaces.Find(r.Key)?.Name, r.Value)),
        ],
    };
}
