using BenchmarkDotNet.Attributes;
using Understudy.Formats;
using Understudy.Formats.RedoLog;
using Understudy.Formats.RedoLog.Apply;
using Understudy.Formats.RedoLog.Records;
using Understudy.Formats.Tests.RedoLog;

namespace Understudy.Bench.Micro;

/// <summary>What is done with every byte of redo log.</summary>
public class RedoBenchmarks
{
    private const int Records = 200;
    private const int RecordBytes = 24;
    private const int FirstOffset = 100;

    private readonly byte[] _log = SampleLog.Make();
    private readonly byte[] _page = SamplePage.Make();
    private readonly byte[] _run = MakeRun();

    /// <summary>Finds the mini-transactions and verifies their checksums, as a backup does while it copies them.</summary>
    [Benchmark(Description = "redo framing")]
    [Bytes(SampleLog.Bytes)]
    public int Frame()
    {
        var count = 0;
        for (var rest = _log.AsSpan(); TryFrame(rest, out var frame); rest = rest[frame.Length..])
        {
            count++;
        }

        return count;
    }

    /// <summary>Finds also which records are of which page, as a prepare does.</summary>
    [Benchmark(Description = "redo parsing")]
    [Bytes(SampleLog.Bytes)]
    public int Parse()
    {
        var runs = 0;
        for (var rest = _log.AsSpan(); TryFrame(rest, out var frame); rest = rest[frame.Length..])
        {
            var reader = new RedoRunReader(rest[..frame.RecordBytes], counts: null);
            while (reader.TryRead(out _))
            {
                runs++;
            }

            if (reader.Error is { } error)
            {
                throw new InvalidOperationException(error);
            }
        }

        return runs;
    }

    /// <summary>Applies records to one page; the time is that of one record.</summary>
    [Benchmark(Description = "record apply", OperationsPerInvoke = Records)]
    [Bytes(RecordBytes)]
    public int Apply() => PageImage.ApplyRun(_page, isCompressed: false, _run);

    // Each writes behind the one before.
    private static byte[] MakeRun()
    {
        var payload = new byte[RecordBytes];
        new Random(3).NextBytes(payload);
        payload[0] = 1;
        byte[] first = [FirstOffset, .. payload[1..]];
        return
        [
            .. RedoRecords.Make(RedoRecordType.Write, 5, SamplePage.Number, first),
            .. Enumerable.Range(1, Records - 1).SelectMany(_ => RedoRecords.Continue(RedoRecordType.Write, payload)),
        ];
    }

    private static bool TryFrame(ReadOnlySpan<byte> rest, out MiniTransactionFrame frame) =>
        MiniTransaction.TryFrame(rest, SampleLog.Geometry, SampleLog.Geometry.First, encrypted: false, out frame) == MiniTransactionStatus.Complete;
}
