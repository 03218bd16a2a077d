using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Understudy.Formats.Delta;

/// <summary>
/// The first block of a cluster of a <c>.delta</c> file, which says what pages follow it. A <c>.delta</c> is a row of clusters;
/// every block of it has the length of a page, so that a page of 16 KiB has room for the numbers of 4095 pages. Big-endian.
/// docs/formats/delta.md draws it.
/// </summary>
public readonly ref struct DeltaIndex
{
    /// <summary>The ending of the name of such a file, behind the name of the tablespace file.</summary>
    public const string Extension = ".delta";

    private const uint MagicOfMore = 0x78747261; // "xtra"
    private const uint MagicOfLast = 0x58545241; // "XTRA"
    private const uint EndMark = 0xFFFFFFFF;
    private const int EntryBytes = sizeof(uint);

    private readonly ReadOnlySpan<byte> _entries;

    private DeltaIndex(ReadOnlySpan<byte> entries, bool isLast)
    {
        _entries = entries;
        IsLast = isLast;
    }

    /// <summary>Whether no cluster follows.</summary>
    public bool IsLast { get; }

    /// <summary>The number of pages that follow.</summary>
    public int Count => _entries.Length / EntryBytes;

    /// <summary>The number of a page: its position in the file that the delta is of.</summary>
    /// <param name="index">Which of the pages that follow, from 0 on.</param>
    public uint this[int index] => BinaryPrimitives.ReadUInt32BigEndian(_entries[(index * EntryBytes)..]);

    /// <summary>How many pages a cluster has at most. All but the last one have as many.</summary>
    /// <param name="pageSizeBytes">The length of a page in bytes.</param>
    public static int PagesMax(int pageSizeBytes) => (pageSizeBytes / EntryBytes) - 1;

    /// <summary>Reads the first block of a cluster. Never throws.</summary>
    /// <param name="block">The block, of the length of a page.</param>
    /// <param name="after">The last page of the cluster before: page numbers ascend through all of the file. Null for none.</param>
    /// <param name="index">What it says.</param>
    /// <param name="whyNot">When false: what is wrong with it.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> block, uint? after, out DeltaIndex index, [NotNullWhen(false)] out string? whyNot)
    {
        index = default;
        var magic = block.Length < EntryBytes ? 0 : BinaryPrimitives.ReadUInt32BigEndian(block);
        if (magic is not (MagicOfMore or MagicOfLast))
        {
            whyNot = $"a cluster begins with {magic:x8}, expected {MagicOfMore:x8} or {MagicOfLast:x8}";
            return false;
        }

        var count = 0;
        var last = (long?)after ?? -1;
        for (var at = EntryBytes; at + EntryBytes <= block.Length; at += EntryBytes)
        {
            var number = BinaryPrimitives.ReadUInt32BigEndian(block[at..]);
            if (number == EndMark)
            {
                break;
            }

            if (number <= last)
            {
                whyNot = $"page {number} comes after page {last}";
                return false;
            }

            last = number;
            count++;
        }

        if (magic == MagicOfMore && count < PagesMax(block.Length))
        {
            whyNot = $"a cluster that is not the last has {count} pages, expected {PagesMax(block.Length)}";
            return false;
        }

        index = new DeltaIndex(block.Slice(EntryBytes, count * EntryBytes), magic == MagicOfLast);
        whyNot = null;
        return true;
    }

    /// <summary>Writes the first block of a cluster.</summary>
    /// <param name="block">The block, of the length of a page.</param>
    /// <param name="pages">The pages that follow; <see cref="PagesMax"/> at most, and exactly as many if it is not the last.</param>
    /// <param name="isLast">Whether no cluster follows.</param>
    /// <exception cref="ArgumentException">Not that number of pages.</exception>
    public static void Write(Span<byte> block, ReadOnlySpan<uint> pages, bool isLast)
    {
        var max = PagesMax(block.Length);
        if (pages.Length > max || (!isLast && pages.Length < max))
        {
            throw new ArgumentException($"{pages.Length} pages in a cluster of {max}", nameof(pages));
        }

        block.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(block, isLast ? MagicOfLast : MagicOfMore);
        for (var i = 0; i < pages.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(block[((i + 1) * EntryBytes)..], pages[i]);
        }

        if (pages.Length < max)
        {
            BinaryPrimitives.WriteUInt32BigEndian(block[((pages.Length + 1) * EntryBytes)..], EndMark);
        }
    }
}
