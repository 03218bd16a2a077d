using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>
/// LSNs of some pages of a tablespace file at one moment. IMPORT TABLESPACE writes every page without the redo log and sets its LSN
/// to 0. So one page that has the LSN now that it had then, not 0, proves that there was no import in between.
/// </summary>
internal sealed class PageLsnSample
{
    internal static readonly PageLsnSample None = new([]);

    private const int PagesMax = 64;
    private const int LsnOffset = 16;

    private readonly (long Offset, ulong Lsn)[] _pages;

    private PageLsnSample((long Offset, ulong Lsn)[] pages) => _pages = pages;

    /// <summary>Reads a sample: the first page, and others that lie evenly over the file.</summary>
    /// <param name="file">The open file, in any mode.</param>
    /// <param name="path">Its place.</param>
    /// <param name="sizeBytes">Its length.</param>
    /// <param name="pageSizeBytes">The size of its pages.</param>
    internal static PageLsnSample Read(SafeFileHandle file, string path, long sizeBytes, int pageSizeBytes)
    {
        var pages = sizeBytes / pageSizeBytes;
        var count = (int)Math.Min(pages, PagesMax);
        var sample = new List<(long Offset, ulong Lsn)>(count);
        using var buffer = new AlignedBuffer(PosixFile.DirectAlignment);
        for (var i = 0; i < count; i++)
        {
            var offset = pages * i / count * pageSizeBytes;
            if (ReadLsn(file, path, offset, buffer) is { } lsn and not 0)
            {
                sample.Add((offset, lsn));
            }
        }

        return new PageLsnSample([.. sample]);
    }

    /// <summary>Whether the file, which is the same one, shows that nothing was imported into it since the sample was read.</summary>
    internal bool ProvesNoImport(SafeFileHandle file, string path)
    {
        using var buffer = new AlignedBuffer(PosixFile.DirectAlignment);
        foreach (var (offset, lsn) in _pages)
        {
            if (ReadLsn(file, path, offset, buffer) == lsn)
            {
                return true;
            }
        }

        return false;
    }

    private static ulong? ReadLsn(SafeFileHandle file, string path, long offset, AlignedBuffer buffer)
    {
        // Small pages do not stand at aligned places, which a direct read needs.
        var start = offset / PosixFile.DirectAlignment * PosixFile.DirectAlignment;
        var at = (int)(offset - start) + LsnOffset;
        return PosixFile.ReadFully(file, buffer.Span, start, path) >= at + sizeof(ulong)
            ? BinaryPrimitives.ReadUInt64BigEndian(buffer.Span[at..])
            : null;
    }
}
