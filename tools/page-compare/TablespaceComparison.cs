using System.Buffers.Binary;
using Understudy.Engine.Prepare.Apply;
using Understudy.Formats;
using Understudy.Formats.InnoDb;
using Understudy.Formats.InnoDb.Encryption;

namespace Understudy.PageCompare;

/// <summary>Compares one file page by page, decoded. What is left out of account is listed in docs/formats/prepared-files.md.</summary>
internal sealed class TablespaceComparison : IDisposable
{
    private const int ReadBytes = 1 << 20;
    private const int PageLsnEnd = 24;
    private const int DescriptorsOffset = 150;
    private const int DescriptorBitmapOffset = 24;

    private readonly string _name;
    private readonly FileStream _first;
    private readonly FileStream _second;
    private readonly ComparisonReport _report;
    private readonly EncryptionKeys _keys;
    private readonly bool _isSameBackup;
    private uint _freeLimit;
    private PageTransform? _firstTransform;
    private PageTransform? _secondTransform;
    private byte[] _descriptors = [];

    internal TablespaceComparison(
        string name, string first, string second, EncryptionKeys keys, bool isSameBackup, ComparisonReport report)
    {
        _isSameBackup = isSameBackup;
        _name = name;
        _first = File.OpenRead(first);
        _second = File.OpenRead(second);
        _keys = keys;
        _report = report;
    }

    internal void Run()
    {
        if (_first.Length != _second.Length)
        {
            _report.Add($"{_name}: {_first.Length} bytes, {_second.Length} bytes");
            return;
        }

        _firstTransform = ReadTransform(_first);
        _secondTransform = ReadTransform(_second);
        if (_firstTransform is null || _secondTransform is null)
        {
            return;
        }

        var pageBytes = _firstTransform.Format.PhysicalPageSize;
        var a = new byte[ReadBytes];
        var b = new byte[ReadBytes];
        for (uint page = 0; page * (long)pageBytes < _first.Length;)
        {
            var length = _first.ReadAtLeast(a, ReadBytes, throwOnEndOfStream: false);
            _second.ReadExactly(b.AsSpan(0, length));
            for (var at = 0; at + pageBytes <= length; at += pageBytes, page++)
            {
                Compare(page, a.AsSpan(at, pageBytes), b.AsSpan(at, pageBytes));
            }

            if (length < ReadBytes)
            {
                break;
            }
        }
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _firstTransform?.Dispose();
        _secondTransform?.Dispose();
    }

    private PageTransform? ReadTransform(FileStream file)
    {
        var page = new byte[InnoDbPageSize.MaxBytes];
        var read = file.ReadAtLeast(page, page.Length, throwOnEndOfStream: false);
        file.Position = 0;
        FspHeader.TryRead(page, out var header);
        _freeLimit = header.FreeLimit;
        if (!TablespaceFormat.TryFromPageZero(page.AsSpan(0, read), header.Flags.LogicalPageSize, out var format, out var whyNot))
        {
            _report.Add($"{file.Name}: {whyNot}");
            return null;
        }

        return new PageTransform(format, _keys, LibraryCodecs.Instance);
    }

    private void Compare(uint page, Span<byte> a, Span<byte> b)
    {
        var format = _firstTransform!.Format;
        if (page % (uint)format.PhysicalPageSize == 0)
        {
            _descriptors = b.ToArray();
        }

        if (a.SequenceEqual(b))
        {
            _report.SamePages++;
            return;
        }

        var isFree = IsFree(page);
        if (format.Space.Value == 0 && DoublewriteArea.ForLogicalPageSize(format.LogicalPageSize).Contains(new PageNumber(page)))
        {
            if (_isSameBackup)
            {
                _report.Add($"{_name}: page {page} of the doublewrite area differs");
            }

            return;
        }

        var statuses = (PageVerifier.Verify(a, format, page), PageVerifier.Verify(b, format, page));
        if (statuses is not (PageStatus.Valid, PageStatus.Valid))
        {
            Count(page, isFree, $"{statuses.Item1} and {statuses.Item2}");
            return;
        }

        var plainBefore = (LsnOf(a), LsnOf(b));
        var firstForm = _firstTransform.Decode(a, new PageNumber(page));
        var secondForm = _secondTransform!.Decode(b, new PageNumber(page));
        if (firstForm.IsEncrypted != secondForm.IsEncrypted && !isFree)
        {
            _report.Add($"{_name}: page {page} is encrypted only in {(firstForm.IsEncrypted ? "the first" : "the second")} directory");
            return;
        }

        ClearChecksums(a, format);
        ClearChecksums(b, format);
        var at = a.CommonPrefixLength(b);
        if (at == a.Length)
        {
            _report.SameDecodedPages++;
            return;
        }

        Count(page, isFree, $"differs at byte {at}, type {BinaryPrimitives.ReadUInt16BigEndian(a[24..])}, LSN {plainBefore.Item1} and {plainBefore.Item2}");
    }

    private void Count(uint page, bool isFree, string how)
    {
        if (isFree)
        {
            _report.FreePages++;
        }
        else
        {
            _report.Add($"{_name}: page {page}: {how}");
        }
    }

    // They are of the form in which the page was packed, or computed while it was.
    private static void ClearChecksums(Span<byte> page, in TablespaceFormat format)
    {
        page[..4].Clear();
        if (!format.Flags.IsCompressedRowFormat)
        {
            page[^8..].Clear();
        }
    }

    // Behind the free limit is what no descriptor is about yet. Other backups may have caught what was there before a truncation.
    private bool IsFree(uint page)
    {
        if (!_isSameBackup && page >= _freeLimit)
        {
            return true;
        }

        var format = _secondTransform!.Format;
        var extentPages = (uint)InnoDbPageSize.ExtentPages(format.LogicalPageSize);
        var descriptorBytes = DescriptorBitmapOffset + (int)(extentPages / 4);
        var index = page % (uint)format.PhysicalPageSize / extentPages;
        var bit = page % extentPages * 2;
        var at = DescriptorsOffset + (int)index * descriptorBytes + DescriptorBitmapOffset + (int)(bit / 8);
        return at < _descriptors.Length && (_descriptors[at] >> (int)(bit % 8) & 1) != 0;
    }

    private static ulong LsnOf(ReadOnlySpan<byte> page) => BinaryPrimitives.ReadUInt64BigEndian(page[(PageLsnEnd - 8)..]);
}
