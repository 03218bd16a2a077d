using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Understudy.Engine.Backup.Increment;
using Understudy.Engine.Copying;
using Understudy.Engine.Prepare.Increment;
using Understudy.Formats;
using Understudy.Formats.Checksums;
using Understudy.Formats.Delta;
using Understudy.Formats.InnoDb;
using Understudy.Formats.Manifest;
using Understudy.Storage;
using Understudy.Testing;

namespace Understudy.Engine.Tests.Increments;

public sealed class DeltaTests
{
    private const int SmallPage = 1024;
    private const uint Space = 9;

    /// <summary>Whatever pages are written, and however many clusters they fill: merged into any file they stand where they belong.</summary>
    [Fact]
    public void PagesWrittenAndMerged_AreInTheirPlaces() =>
        Prop.ForAll<ushort, byte, ushort>((count, step, before) =>
        {
            var numbers = Enumerable.Range(0, count % 900).Select(i => (uint)(i * (1 + (step % 3)))).ToList();
            using var place = new TemporaryDirectory();
            WriteDelta(place, SmallPage, numbers, number => Page(SmallPage, number, numbers));
            var file = place["t.ibd"];
            var old = new byte[before % 700 * SmallPage];
            Array.Fill(old, (byte)0x11);
            File.WriteAllBytes(file, old);

            var isChanged = Merge(place, file, SmallPage);

            var bytes = File.ReadAllBytes(file);
            Assert.Equal(numbers.Count > 0, isChanged);
            Assert.All(numbers, number => Assert.Equal(Page(SmallPage, number, numbers), bytes[(int)(number * SmallPage)..][..SmallPage]));

            // What lies behind the size of page 0 is cut off, and nothing else of the old file is touched.
            var known = numbers.ToHashSet();
            var kept = numbers.Count > 0 ? Math.Min(old.Length, WantedLength(numbers)) : old.Length;
            for (uint page = 0; page < kept / SmallPage; page++)
            {
                Assert.True(known.Contains(page) || bytes[page * SmallPage] == 0x11, $"page {page}");
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void MergedTwice_IsTheSame()
    {
        uint[] numbers = [0, 2, 3, 300];
        using var place = new TemporaryDirectory();
        WriteDelta(place, SmallPage, numbers, number => Page(SmallPage, number, numbers));
        File.WriteAllBytes(place["t.ibd"], new byte[100 * SmallPage]);
        Merge(place, place["t.ibd"], SmallPage);
        var once = File.ReadAllBytes(place["t.ibd"]);

        Merge(place, place["t.ibd"], SmallPage);

        Assert.Equal(once, File.ReadAllBytes(place["t.ibd"]));
    }

    /// <summary>A cluster of big pages does not fit into the memory that is allowed: the rest is read once more.</summary>
    [Fact]
    public void ClusterThatDoesNotFitIntoMemory_IsWrittenAllTheSame()
    {
        const int PageBytes = 65536;
        const int ChunksHeld = 4;
        var held = (ChunksHeld * (PageMemory.ChunkBytes / PageBytes)) - 1;
        uint[] numbers = [.. Enumerable.Range(0, held + 5).Select(i => (uint)(i * 2))];
        var again = new List<uint>();
        using var place = new TemporaryDirectory();

        var (size, hashes) = WriteDelta(place, PageBytes, numbers, number => Page(PageBytes, number, numbers), again, ChunksHeld);

        Assert.Equal(numbers[held..], again);
        using var file = File.OpenRead(place["t.ibd.delta"]);
        Assert.Equal((numbers.Length + 1L) * PageBytes, size);
        Assert.Equal(size, file.Length);
        Assert.Equal(ContentHash.Compute(HashKind.Xxh64, File.ReadAllBytes(file.Name)), Assert.Single(hashes));
        Assert.All(Enumerable.Range(0, numbers.Length), i =>
        {
            var page = new byte[PageBytes];
            file.Seek((i + 1L) * PageBytes, SeekOrigin.Begin);
            file.ReadExactly(page);
            Assert.Equal(Page(PageBytes, numbers[i], numbers), page);
        });
    }

    [Theory]
    [InlineData(101, true, true)]
    [InlineData(100, true, false)]
    [InlineData(100, false, true)]
    [InlineData(0, true, true)]
    public void Filter_TakesNewerPagesThoseWithoutLsnAndThoseOfUnknownTablespaces(int lsn, bool isKnown, bool taken)
    {
        var page = new byte[SmallPage];
        page[500] = 1;
        BinaryPrimitives.WriteUInt64BigEndian(page.AsSpan(16), (ulong)lsn);
        var filter = new PageFilter(new Lsn(100), isKnown, DoublewriteArea.ForLogicalPageSize(16384));

        Assert.Equal(taken, filter.Takes(page, 63));
        Assert.False(filter.Takes(page, 64), "a page of the doublewrite area");
        Assert.False(filter.Takes(new byte[SmallPage], 5), "a page of zeros");
    }

    private static (long SizeBytes, string[] Hashes) WriteDelta(
        TemporaryDirectory place, int pageBytes, IReadOnlyList<uint> numbers, Func<uint, byte[]> page, List<uint>? again = null, int chunksHeld = 64)
    {
        var scope = new CopyScope(
            DirectoryTarget.Create(Directory.CreateDirectory(place[$"target-{Path.GetRandomFileName()}"]).FullName),
            new Throttle(0),
            new OperationProgress(),
            SyncBigFiles: false,
            CancellationToken.None);
        using var memory = new PageMemory(chunksHeld * PageMemory.ChunkBytes);
        var source = new MadePages(pageBytes, number =>
        {
            again?.Add(number);
            return page(number);
        });
        (long, string[]) result;
        using (var writer = new DeltaWriter(scope, "t.ibd.delta", pageBytes, memory, source))
        {
            foreach (var number in numbers)
            {
                writer.Add(number, page(number));
            }

            result = writer.Finish();
        }

        File.Move(Path.Combine(scope.Target.Name, "t.ibd.delta"), place["t.ibd.delta"]);
        return result;
    }

    private static bool Merge(TemporaryDirectory place, string file, int pageBytes)
    {
        var entry = new IncrementEntry("d/t.ibd", place["t.ibd.delta"], new DeltaMetadata(pageBytes, pageBytes, new SpaceId(Space)));
        DeltaMerge.Check(entry);
        using var worker = new CopyWorker();
        return DeltaMerge.Apply(entry, file, 4096, worker, CancellationToken.None);
    }

    private static int WantedLength(IReadOnlyList<uint> numbers) => Math.Max((int)(numbers[^1] + 1) * SmallPage / 4096 * 4096, 4 * 4096);

    // Page 0 says a size up to and with the last page.
    private static byte[] Page(int pageBytes, uint number, IReadOnlyList<uint> numbers)
    {
        var page = new byte[pageBytes];
        Array.Fill(page, (byte)(number % 200), 38, pageBytes - 38);
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(4), number);
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(34), Space);
        if (number == 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(46), numbers[^1] + 1);
        }

        return page;
    }

    private sealed class MadePages(int pageBytes, Func<uint, byte[]> page) : IPageSource
    {
        public int Read(Span<byte> buffer, int want, long offset)
        {
            for (var at = 0; at < want; at += pageBytes)
            {
                page((uint)((offset + at) / pageBytes)).CopyTo(buffer[at..]);
            }

            return want;
        }

        public void Verify(Span<byte> pages, long offset)
        {
        }
    }
}
