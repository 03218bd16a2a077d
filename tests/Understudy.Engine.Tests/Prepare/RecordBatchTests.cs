using Understudy.Engine.Prepare.Log;
using Understudy.Formats;

namespace Understudy.Engine.Tests.Prepare;

/// <summary>What is put into a batch comes out of it again: by page, in order, whole.</summary>
public sealed class RecordBatchTests
{
    private const ulong Base = 5_000_000_000;

    [Theory]
    [InlineData(1, 40, 300)]
    [InlineData(2, 2000, 100)]
    [InlineData(3, 20_000, 30)]
    [InlineData(4, 3, 200_000)]
    public void Add_RunsOfManyPages_ComeBackInOrder(int seed, int pages, int bytesMax)
    {
        var random = new Random(seed);
        using var batch = new RecordBatch(64 << 20);
        for (var round = 0; round < 2; round++)
        {
            var expected = new SortedDictionary<ulong, List<(ulong Start, ulong End, byte[] Records)>>();
            var lsn = new Lsn(Base + (ulong)round);
            batch.Restart(lsn);
            while (!batch.IsFull(lsn) && lsn - batch.Base < 8 << 20)
            {
                var runs = 1 + random.Next(4);
                var length = random.Next(50) == 0 ? 300_000 : 8 + random.Next(100_000);
                batch.BeginMiniTransaction(lsn, length);
                for (var i = 0; i < runs; i++)
                {
                    AddRun(batch, expected, random, pages, bytesMax, (lsn, length));
                }

                lsn += (ulong)random.Next(1, length);
            }

            batch.Seal();
            AssertSame(batch, expected);
        }
    }

    [Fact]
    public void Add_PageMadeAnewAgainAndAgain_TakesNoMoreMemory()
    {
        using var batch = new RecordBatch(4 << 20);
        batch.Restart(new Lsn(Base));
        var records = new byte[10_000];
        for (var i = 0; i < 10_000; i++)
        {
            var start = new Lsn(Base + ((ulong)i * 20_000));
            Assert.False(batch.IsFull(start));
            batch.BeginMiniTransaction(start, 10_010);
            batch.Add(7, records, startsAnew: true);
        }
    }

    [Fact]
    public void IsFull_MoreThanAllowed_IsTrueAndTheLastMiniTransactionStillFits()
    {
        using var batch = new RecordBatch(4 << 20);
        var lsn = new Lsn(Base);
        batch.Restart(lsn);
        uint page = 0;
        while (!batch.IsFull(lsn))
        {
            batch.BeginMiniTransaction(lsn, 100);
            batch.Add(page++, [0x33, 1, 2, 3], startsAnew: false);
            lsn += 100;
        }

        Assert.InRange(page, (4u << 20) / 250, (4u << 20) / 128);
        batch.BeginMiniTransaction(lsn, 1 << 20);
        for (var i = 0; i < (1 << 20) / 3; i++)
        {
            batch.Add(page++, [2, 1, 1], startsAnew: true);
        }

        Assert.Equal((int)page, batch.PageCount);
        Assert.True(batch.IsFull(new Lsn(Base + (1UL << 32))));
    }

    private static void AddRun(
        RecordBatch batch,
        SortedDictionary<ulong, List<(ulong Start, ulong End, byte[] Records)>> expected,
        Random random,
        int pages,
        int bytesMax,
        (Lsn Start, int Length) miniTransaction)
    {
        var key = ((ulong)random.Next(3) << 32) | (uint)random.Next(pages);
        var records = new byte[1 + random.Next(bytesMax)];
        random.NextBytes(records);
        var startsAnew = random.Next(20) == 0;
        batch.Add(key, records, startsAnew);
        if (!expected.TryGetValue(key, out var list))
        {
            expected.Add(key, list = []);
        }

        if (startsAnew)
        {
            list.Clear();
        }

        list.Add((miniTransaction.Start.Value, miniTransaction.Start.Value + (ulong)miniTransaction.Length, records));
    }

    private static void AssertSame(
        RecordBatch batch, SortedDictionary<ulong, List<(ulong Start, ulong End, byte[] Records)>> expected)
    {
        Assert.Equal(expected.Count, batch.PageCount);
        var page = 0;
        var scratch = new byte[1];
        foreach (var (key, runs) in expected)
        {
            Assert.Equal(key, batch.Key(page));
            Assert.Equal(runs[0].Records[0], batch.FirstByte(page));
            Assert.Equal((runs[^1].Start, runs[^1].End), (batch.LastStart(page), batch.LastEnd(page)));
            var cursor = batch.Runs(page, ref scratch);
            foreach (var (start, end, records) in runs)
            {
                Assert.True(cursor.MoveNext());
                Assert.Equal((start, end), (cursor.Start, cursor.End));
                Assert.True(records.AsSpan().SequenceEqual(cursor.Records));
            }

            Assert.False(cursor.MoveNext());
            page++;
        }
    }
}
