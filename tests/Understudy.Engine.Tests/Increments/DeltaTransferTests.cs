using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using Understudy.Engine.Backup.Increment;
using Understudy.Engine.Copying;
using Understudy.Formats.Checksums;
using Understudy.Formats.Delta;
using Understudy.Formats.Manifest;
using Understudy.Storage;
using Understudy.Testing;

namespace Understudy.Engine.Tests.Increments;

public sealed class DeltaTransferTests
{
    private const int Megabyte = 1 << 20;

    /// <summary>Whichever pages have changed, however many threads and however little memory there are: the same bytes.</summary>
    [Fact]
    public void Delta_OfSeveralThreads_IsThatOfOne() =>
        Prop.ForAll<int, byte, byte>((seed, shape, share) =>
        {
            var random = new Random(seed);
            var pageBytes = 1024 << (shape % 7);
            var rangeBytes = (shape % 3 == 0 ? 5 : 1) * Megabyte;
            var content = new byte[random.Next(12 * Megabyte)];
            random.NextBytes(content);
            var changed = Changed(random, content.Length / pageBytes, share % 6);

            var one = Copy(content, pageBytes, rangeBytes, changed, threads: 1, memoryBytes: 64 * Megabyte);
            var several = Copy(content, pageBytes, rangeBytes, changed, threads: 2 + (seed & 3), memoryBytes: random.Next(9) * Megabyte);

            Assert.Equal(one.Hashes, several.Hashes);
            Assert.True(one.Delta.AsSpan().SequenceEqual(several.Delta));
            Assert.Equal([ContentHash.Compute(HashKind.Xxh64, one.Delta)], one.Hashes);
            Assert.Equal(Expected(content, pageBytes, changed), Pages(one.Delta, pageBytes));
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    /// <summary>The thread that has the range whose turn it is may be slower than all others: they leave the rest to it, and end.</summary>
    [Theory]
    [InlineData(64, 1)]
    [InlineData(2, 1)]
    [InlineData(0, 3)]
    public void SlowestThread_IsWaitedForByNobody(int memoryMegabytes, int pagesAChange)
    {
        const int Ranges = 8;
        var content = new byte[Ranges * Megabyte];
        new Random(1).NextBytes(content);
        var changed = Enumerable.Range(0, content.Length / 16384).Where(i => i % pagesAChange == 0).Select(i => (uint)i).ToHashSet();
        using var others = new CountdownEvent(Ranges - 1);
        var source = new MemoryPages(content, 16384)
        {
            Reading = offset =>
            {
                if (offset == 0)
                {
                    Assert.True(others.Wait(TimeSpan.FromMinutes(1)));
                }
            },
        };

        var copied = Copy(source, content.Length, 16384, Megabyte, changed, threads: 2, memoryMegabytes * Megabyte, range =>
        {
            if (range != 0)
            {
                others.Signal();
            }
        });

        Assert.Equal(Expected(content, 16384, changed), Pages(copied.Delta, 16384));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(7)]
    public void ErrorInAnyRange_EndsAll(int range)
    {
        var content = new byte[8 * Megabyte];
        var source = new MemoryPages(content, 16384)
        {
            Reading = offset =>
            {
                if (offset == range * (long)Megabyte)
                {
                    throw new IOException("bad");
                }
            },
        };

        var error = Assert.Throws<IOException>(() => Copy(
            source, content.Length, 16384, Megabyte, Enumerable.Range(0, 512).Select(i => (uint)i).ToHashSet(), threads: 3, 2 * Megabyte));

        Assert.Equal("bad", error.Message);
    }

    [Fact]
    public void FileThatHasBecomeShorter_IsCopiedUpToItsEnd()
    {
        var content = new byte[(3 * Megabyte) + 20_000];
        new Random(2).NextBytes(content);
        var changed = Enumerable.Range(0, 1000).Select(i => (uint)i).ToHashSet();

        var copied = Copy(new MemoryPages(content, 16384), 9 * Megabyte, 16384, Megabyte, changed, threads: 3, 8 * Megabyte);

        Assert.Equal(Expected(content, 16384, changed), Pages(copied.Delta, 16384));
    }

    private static (byte[] Delta, string[] Hashes) Copy(
        byte[] content, int pageBytes, long rangeBytes, HashSet<uint> changed, int threads, long memoryBytes)
    {
        var source = new MemoryPages(content, pageBytes);
        var copied = Copy(source, content.Length, pageBytes, rangeBytes, changed, threads, memoryBytes);
        Assert.Equal(content.Length / pageBytes, source.Verified.Count);
        return copied;
    }

    private static (byte[] Delta, string[] Hashes) Copy(
        MemoryPages source, long length, int pageBytes, long rangeBytes, HashSet<uint> changed, int threads, long memoryBytes, Action<int>? ended = null)
    {
        using var place = new TemporaryDirectory();
        var scope = new CopyScope(
            DirectoryTarget.Create(place["target"]), new Throttle(0), new OperationProgress(), SyncBigFiles: false, CancellationToken.None);
        using var memory = new IncrementMemory(memoryBytes, memoryBytes);
        var results = new ConcurrentBag<string[]>();
        using (var pool = new WorkerPool(threads))
        using (var transfer = new DeltaTransfer(
            scope, "t.ibd.delta", pageBytes, memory, source, length, (number, _) => changed.Contains(number), rangeBytes))
        {
            pool.Run(
                [.. Enumerable.Range(0, transfer.RangeCount).Select(range => (Action<CopyWorker>)(worker =>
                {
                    if (transfer.CopyRange(range, worker))
                    {
                        results.Add(transfer.Finish().Hashes);
                    }

                    Assert.InRange(memory.Clusters.LentBytes, 0, Math.Max(memoryBytes, PageMemory.ChunkBytes) + PageMemory.ChunkBytes);
                    Assert.InRange(memory.Gathered.LentBytes, 0, memoryBytes + PageMemory.ChunkBytes);
                    ended?.Invoke(range);
                }))],
                default);
        }

        Assert.Equal(0, memory.Clusters.LentBytes + memory.Gathered.LentBytes);
        return (File.ReadAllBytes(place["target/t.ibd.delta"]), Assert.Single(results));
    }

    // None, all, few, many, in runs.
    private static HashSet<uint> Changed(Random random, int pages, int share) => share switch
    {
        0 => [],
        1 => [.. Enumerable.Range(0, pages).Select(i => (uint)i)],
        2 => [.. Enumerable.Range(0, pages).Where(_ => random.Next(100) == 0).Select(i => (uint)i)],
        3 => [.. Enumerable.Range(0, pages).Where(_ => random.Next(3) != 0).Select(i => (uint)i)],
        _ => [.. Enumerable.Range(0, pages).Where(i => (i / 100 % share) == 0).Select(i => (uint)i)],
    };

    private static string Expected(byte[] content, int pageBytes, HashSet<uint> changed) => Describe(
        Enumerable.Range(0, content.Length / pageBytes).Select(i => (uint)i).Where(changed.Contains),
        number => content.AsSpan((int)number * pageBytes, pageBytes));

    private static string Pages(byte[] delta, int pageBytes)
    {
        var places = new Dictionary<uint, int>();
        var at = 0;
        for (var isLast = false; !isLast;)
        {
            Assert.True(
                DeltaIndex.TryRead(delta.AsSpan(at, pageBytes), places.Count == 0 ? null : places.Keys.Max(), out var index, out var whyNot), whyNot);
            at += pageBytes;
            for (var i = 0; i < index.Count; i++, at += pageBytes)
            {
                places.Add(index[i], at);
            }

            isLast = index.IsLast;
        }

        Assert.Equal(delta.Length, at);
        return Describe(places.Keys.Order(), number => delta.AsSpan(places[number], pageBytes));
    }

    private static string Describe(IEnumerable<uint> numbers, PageOf page)
    {
        using var hash = ContentHash.Create(HashKind.Xxh64);
        var count = 0;
        foreach (var number in numbers)
        {
            hash.Append(BitConverter.GetBytes(number));
            hash.Append(page(number));
            count++;
        }

        return $"{count} pages, {hash.Finish()}";
    }

    private delegate ReadOnlySpan<byte> PageOf(uint number);
}
