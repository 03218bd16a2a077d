using Understudy.Formats;
using Understudy.Formats.Delta;
using Understudy.Formats.InnoDb;
using Understudy.Formats.InnoDb.Encryption;
using Understudy.Fuzz.Inputs;

namespace Understudy.Fuzz.Targets;

/// <summary>Readers of InnoDB pages.</summary>
internal static class PageTargets
{
    private const int HeadBytes = 8;

    private static readonly EncryptionKeys Keys = KeyFile.Read(
        "1;a7addd9adea9978fda19f21e6be987880e68ac92632ca052e5bb42b1a506939a\n"u8, default, EncryptionMode.Cbc);

    public static IEnumerable<FuzzTarget> Make()
    {
        IReadOnlyList<byte[]> zeros = MadePages.PageZeros();
        IReadOnlyList<byte[]> pages = [.. zeros, .. SeedFiles.Pieces("pages")];
        yield return new FuzzTarget("innodb-page-zero", InnoDbPageSize.MaxBytes + 8, pages, ReadPageZero);

        // The first byte chooses the tablespace, the rest is a page of it.
        yield return new FuzzTarget(
            "innodb-page",
            HeadBytes + InnoDbPageSize.MaxBytes,
            [.. pages.SelectMany((page, i) => new[] { Head(i, page), Head(i + 1, page) })],
            bytes => ReadPage(bytes, zeros));
        yield return new FuzzTarget("delta-index", 4096, Indexes(), ReadIndex);
    }

    private static IReadOnlyList<byte[]> Indexes()
    {
        var few = new byte[1024];
        DeltaIndex.Write(few, [0, 3, 17], isLast: true);
        var full = new byte[4096];
        DeltaIndex.Write(full, [.. Enumerable.Range(5, DeltaIndex.PagesMax(full.Length)).Select(n => (uint)n)], isLast: false);
        return [few, full];
    }

    private static void ReadIndex(byte[] bytes)
    {
        if (!DeltaIndex.TryRead(bytes, after: 3, out var index, out _) && !DeltaIndex.TryRead(bytes, after: null, out index, out _))
        {
            return;
        }

        long last = -1;
        for (var i = 0; i < index.Count; i++)
        {
            if (index[i] <= last || index.Count > DeltaIndex.PagesMax(Math.Max(bytes.Length, 4)))
            {
                throw new InvalidOperationException($"page {index[i]} after page {last}");
            }

            last = index[i];
        }
    }

    private static byte[] Head(int index, byte[] page) => [(byte)index, 0, 0, 0, 0, 0, 0, (byte)(index % 5), .. page];

    private static void ReadPageZero(byte[] bytes)
    {
        Touch.All(FilPageHeader.TryRead(bytes, out var header), header);
        Touch.All(FspHeader.TryRead(bytes, out var space), space);
        for (var size = InnoDbPageSize.MinBytes; size <= InnoDbPageSize.MaxBytes; size *= 2)
        {
            if (TablespaceFormat.TryFromPageZero(bytes, size, out var format, out var whyNot))
            {
                Touch.All(true, format);
                if (bytes.Length >= format.PhysicalPageSize)
                {
                    Use(bytes.AsSpan(0, format.PhysicalPageSize), format, 0);
                }
            }

            Touch.All(whyNot is not null, whyNot);
        }
    }

    private static void ReadPage(byte[] bytes, IReadOnlyList<byte[]> zeros)
    {
        if (bytes.Length < HeadBytes)
        {
            return;
        }

        var zero = zeros[bytes[0] % zeros.Count];
        for (var size = InnoDbPageSize.MinBytes; size <= InnoDbPageSize.MaxBytes; size *= 2)
        {
            if (!TablespaceFormat.TryFromPageZero(zero, size, out var format, out _))
            {
                continue;
            }

            var page = new byte[format.PhysicalPageSize];
            var given = bytes.AsSpan(HeadBytes);
            given[..Math.Min(given.Length, page.Length)].CopyTo(page);
            Use(page, format, bytes[7]);
        }
    }

    private static void Use(Span<byte> page, in TablespaceFormat format, uint number)
    {
        _ = PageVerifier.Verify(page, format, number);
        using var transform = new PageTransform(format, Keys, new FuzzCodecs());
        try
        {
            _ = transform.Decode(page, new PageNumber(number));
        }
        catch (FailureException)
        {
            // Damaged inside, or packed with a library that is not here.
        }

        ReadRollbackSegments(page);
        PageChecksum.Store(page, format);
        _ = PageVerifier.Verify(page, format, number);
    }

    /// <summary>Whole pages of the system tablespace, which is never ROW_FORMAT=COMPRESSED.</summary>
    private static void ReadRollbackSegments(ReadOnlySpan<byte> page)
    {
        if (page.Length < InnoDbPageSize.MinBytes)
        {
            return;
        }

        for (var segment = 0; segment < RollbackSegmentPage.SegmentsMax; segment++)
        {
            _ = RollbackSegmentPage.TryReadSlot(page, segment, out _, out _);
        }

        _ = RollbackSegmentPage.TryReadBinlogPosition(page, out _, out _);
        _ = RollbackSegmentPage.TryReadGaleraPosition(page, out _, out _);
    }
}
