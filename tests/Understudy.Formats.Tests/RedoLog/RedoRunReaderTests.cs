using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.RedoLog.Records;

namespace Understudy.Formats.Tests.RedoLog;

/// <summary>The reader of runs finds what the reader of records finds, good or bad.</summary>
public sealed class RedoRunReaderTests
{
    private const int Rounds = 20_000;

    [Fact]
    public void TryRead_AnyBytes_FindsWhatTheReaderOfRecordsFinds() =>
        Prop.ForAll<byte[]>(bytes => Same(bytes) is null).QuickCheckThrowOnFailure();

    [Fact]
    public void TryRead_RecordsWithDamage_FindsWhatTheReaderOfRecordsFinds()
    {
        var random = new Random(20261121);
        var runs = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var records = MakeRecords(random);
            for (var damage = random.Next(3); damage > 0; damage--)
            {
                records[random.Next(records.Length)] ^= (byte)(1 << random.Next(8));
            }

            Assert.Null(Same(records));
            var reader = new RedoRunReader(records, null);
            while (reader.TryRead(out _))
            {
                runs++;
            }
        }

        Assert.True(runs > Rounds, $"only {runs} runs");
    }

    [Fact]
    public void TryRead_RecordsOfTwoPages_AreTwoRuns()
    {
        byte[] records =
        [
            .. RedoRecords.Make(RedoRecordType.FileModify, 5, 0, "./d/t.ibd"u8),
            .. RedoRecords.Make(RedoRecordType.InitPage, 300, 70000, []),
            .. RedoRecords.Continue(RedoRecordType.Write, [60, 1, 2]),
            .. RedoRecords.Make(RedoRecordType.Extended, 7, 640, [(byte)ExtendedRecordType.TrimPages]),
        ];
        var counts = new RedoRecordCounts();
        var reader = new RedoRunReader(records, counts);
        Assert.True(reader.TryRead(out var first));
        Assert.Equal((new SpaceId(300), new PageNumber(70000), RedoRecordType.InitPage), (first.Space, first.Page, first.Type));
        Assert.True(first.StartsAnew && !first.IsTrim);
        Assert.True(reader.TryRead(out var second));
        Assert.Equal((first.End, records.Length), (second.Start, second.End));
        Assert.True(second.IsTrim && !second.StartsAnew);
        Assert.False(reader.TryRead(out _));
        Assert.Null(reader.Error);
        Assert.Equal(
            ["FILE_MODIFY", "INIT_PAGE", "TRIM_PAGES", "WRITE"], counts.ToList().Select(c => c.Key).Order(StringComparer.Ordinal));
    }

    private static byte[] MakeRecords(Random random)
    {
        var bytes = new List<byte>();
        if (random.Next(5) == 0)
        {
            bytes.AddRange(RedoRecords.Make(RedoRecordType.FileModify, 5, 0, "./d/t.ibd"u8));
        }

        for (var i = random.Next(8); i >= 0; i--)
        {
            var type = (RedoRecordType)(random.Next(6) << 4);
            var payload = new byte[type <= RedoRecordType.InitPage ? 0 : 1 + random.Next(30)];
            random.NextBytes(payload);
            bytes.AddRange(bytes.Count > 0 && random.Next(2) == 0 && type > RedoRecordType.InitPage
                ? RedoRecords.Continue(type, payload)
                : RedoRecords.Make(type, (uint)random.Next(1000), (uint)random.Next(100_000), payload));
        }

        return [.. bytes];
    }

    // What differs, or null.
    private static string? Same(byte[] bytes)
    {
        var expected = ByRecord(bytes, out var expectedError);
        var found = new List<RedoRun>();
        var reader = new RedoRunReader(bytes, null);
        while (reader.TryRead(out var run))
        {
            found.Add(run);
        }

        if (reader.Error != expectedError)
        {
            return $"error '{reader.Error}' and not '{expectedError}'";
        }

        // A run in the middle of which the damage is, is not told by the reader of runs.
        var same = expectedError is null ? found.SequenceEqual(expected) : found.SequenceEqual(expected.Take(found.Count));
        return same && found.Count >= expected.Count - 1 ? null : "the runs differ";
    }

    private static List<RedoRun> ByRecord(byte[] bytes, out string? error)
    {
        var runs = new List<RedoRun>();
        var reader = new RedoRecordReader(bytes);
        while (reader.TryRead(out var record))
        {
            if (record.IsFileOperation)
            {
                continue;
            }

            var isTrim = record.Type == RedoRecordType.Extended
                && record.Payload(bytes)[0] == (byte)ExtendedRecordType.TrimPages;
            if (record.IsSamePage)
            {
                runs[^1] = runs[^1] with { End = record.End };
            }
            else
            {
                runs.Add(new RedoRun(record.Space, record.Page, record.Start, record.End, record.Type, isTrim));
            }
        }

        error = reader.Error;
        return runs;
    }
}
