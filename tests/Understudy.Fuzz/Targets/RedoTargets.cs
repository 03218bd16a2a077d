using Understudy.Formats;
using Understudy.Formats.InnoDb.Encryption;
using Understudy.Formats.RedoLog;
using Understudy.Formats.RedoLog.Apply;
using Understudy.Formats.RedoLog.Records;
using Understudy.Fuzz.Inputs;

namespace Understudy.Fuzz.Targets;

/// <summary>Readers of InnoDB's redo log, and the applying of it.</summary>
internal static class RedoTargets
{
    private const int LogBytesMax = 16384;
    private const int PageBytes = 4096;

    private static readonly EncryptionKeys Keys = KeyFile.Read(
        "1;a7addd9adea9978fda19f21e6be987880e68ac92632ca052e5bb42b1a506939a\n"u8, default, EncryptionMode.Cbc);

    public static IEnumerable<FuzzTarget> Make()
    {
        var logs = SeedFiles.Pieces("redo");
        var records = MadeRedoLog.Records();
        IReadOnlyList<byte[]> framed = [.. MadeRedoLog.MiniTransactions(), .. logs.Select(log => log[640..])];
        yield return new FuzzTarget(
            "redo-header", 1024, [.. MadeRedoLog.Headers(), .. logs.Select(log => log[..512])], ReadHeader);
        yield return new FuzzTarget("redo-checkpoint", 200, MadeRedoLog.Checkpoints(), ReadCheckpoint);
        yield return new FuzzTarget("redo-frame", LogBytesMax, framed, ReadFrames);
        yield return new FuzzTarget("redo-records", LogBytesMax, [.. records, .. framed], ReadRecords);
        yield return new FuzzTarget("redo-cipher", LogBytesMax, [.. records, .. framed], Decrypt);
        yield return new FuzzTarget(
            "redo-apply",
            PageBytes + 2048,
            [.. IndexPages().SelectMany(page => records.Concat(framed).Select(log => Join(page, log)))],
            Apply);
    }

    private static IEnumerable<byte[]> IndexPages()
        => SeedFiles.Pieces("pages").Where(page => page.Length == PageBytes).Take(40)
            .DefaultIfEmpty(new byte[PageBytes]);

    private static byte[] Join(byte[] page, byte[] log) => [.. page, .. log.AsSpan(0, Math.Min(log.Length, 2048))];

    private static void ReadHeader(byte[] bytes)
    {
        var status = RedoLogHeader.TryRead(bytes, out var header);
        Touch.All(true, header);
        Touch.All(true, header.Describe(status));
    }

    private static void ReadCheckpoint(byte[] bytes)
    {
        Touch.All(RedoCheckpoint.TryRead(bytes, new Lsn(1), out var checkpoint), checkpoint);
        var half = bytes.Length / 2;
        var isFound = RedoCheckpoint.TryFindLatest(
            bytes.AsSpan(0, half), bytes.AsSpan(half), new Lsn(1), out var latest);
        Touch.All(isFound, latest);
    }

    private static void ReadFrames(byte[] bytes)
    {
        foreach (var isEncrypted in new[] { false, true })
        {
            var at = 0;
            while (MiniTransaction.TryFrame(
                bytes.AsSpan(at), MadeRedoLog.Geometry, MadeRedoLog.Geometry.First + (uint)at,
                isEncrypted, out var frame)
                == MiniTransactionStatus.Complete)
            {
                if (frame.Length <= 0 || frame.Length > bytes.Length - at || frame.RecordBytes > frame.Length)
                {
                    throw new InvalidOperationException($"a frame of {frame} at {at} of {bytes.Length} bytes");
                }

                at += frame.Length;
            }
        }
    }

    private static void ReadRecords(byte[] bytes)
    {
        var position = 0;
        while (position < bytes.Length && RedoNumber.TryRead(bytes, ref position, out _))
        {
            // Each number takes a byte at least.
        }

        var files = new RedoFileOperationReader(bytes);
        while (files.MoveNext())
        {
            Touch.All(true, files.Current);
        }

        var reader = new RedoRecordReader(bytes);
        var before = 0;
        while (reader.TryRead(out var record))
        {
            if (reader.Position <= before || record.End > bytes.Length || record.Payload(bytes).Length > bytes.Length)
            {
                throw new InvalidOperationException($"a record {record} of {bytes.Length} bytes");
            }

            before = reader.Position;
        }

        var runs = new RedoRunReader(bytes, new RedoRecordCounts());
        while (runs.TryRead(out var run))
        {
            Touch.All(true, bytes[run.Start..run.End]);
        }

        if (runs.Error != reader.Error)
        {
            throw new InvalidOperationException($"'{runs.Error}' by run, '{reader.Error}' by record");
        }

        // The same bytes as a mini-transaction that is whole.
        ReadFrames(MadeRedoLog.Finish(bytes));
    }

    private static void Decrypt(byte[] bytes)
    {
        foreach (var start in MadeRedoLog.Headers())
        {
            if (RedoLogHeader.TryRead(start, out var header) == RedoLogHeaderStatus.Valid
                && header.Encryption.KeyId != 0)
            {
                using var cipher = RedoLogCipher.Create(header, Keys);
                _ = cipher.TryDecrypt(bytes, "12345678"u8);
            }
        }
    }

    private static void Apply(byte[] bytes)
    {
        if (bytes.Length <= PageBytes)
        {
            return;
        }

        var page = bytes.AsSpan(0, PageBytes);
        var rest = bytes.AsSpan(PageBytes);
        foreach (var isCompressed in new[] { false, true })
        {
            try
            {
                var at = 0;
                while (at < rest.Length)
                {
                    at += PageImage.ApplyRun(page, isCompressed, rest[at..]);
                }
            }
            catch (PageApplyException)
            {
                // The record does not fit: how the reader says no.
            }
        }
    }
}
