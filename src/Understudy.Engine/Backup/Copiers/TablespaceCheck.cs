using Microsoft.Win32.SafeHandles;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.InnoDb;
using Understudy.Formats.InnoDb.Encryption;
using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>Verifies every InnoDB page that passes by. A page that was caught while the server wrote it is read again.</summary>
/// <param name="format">How the pages are made.</param>
/// <param name="firstPage">The page number at offset 0 of the file.</param>
/// <param name="path">The file on the server.</param>
/// <param name="damaged">Told the number of each page that stays wrong.</param>
/// <param name="newest">A page that is read again must not be newer than this: the copied redo log ends here. Null while it goes on.</param>
internal sealed class TablespaceCheck(
    in TablespaceFormat format, uint firstPage, string path, Action<uint> damaged, Lsn? newest = null) : IBlockCheck
{
    // The server writes a page in well under a millisecond; after a second it is not torn but damaged.
    private const int ReadingsMax = 20;

    // A file with many damaged pages is not torn in each of them: do not spend a second on every one.
    private const int PatientPagesMax = 16;
    private const int ReadingsMaxWhenMany = 3;
    private const int PauseMaxMilliseconds = 100;

    private readonly TablespaceFormat _format = format;
    private readonly DoublewriteArea _doublewrite = DoublewriteArea.ForLogicalPageSize(format.LogicalPageSize);
    private int _damagedPages;

    /// <summary>The keys with which pages are decrypted to see whether they are whole inside; null for not at all.</summary>
    internal EncryptionKeys? Keys { get; init; }

    /// <summary>Whether nobody writes the file any more: then a page that is wrong is damaged, and reading it again is of no use.</summary>
    internal bool IsAtRest { get; init; }

    public bool Check(Span<byte> block, long offset, SafeFileHandle source)
    {
        var size = _format.PhysicalPageSize;
        using var inside = Keys is null ? null : new DecryptedPageCheck(_format, Keys);
        var isMended = false;
        for (var at = 0; at + size <= block.Length; at += size)
        {
            var number = firstPage + (uint)((offset + at) / size);
            if (_format.Space == SpaceId.System && _doublewrite.Contains(new PageNumber(number)))
            {
                continue; // copies of pages of any tablespace
            }

            var page = block.Slice(at, size);
            var status = PageVerifier.Verify(page, _format, number);
            if (status is PageStatus.Corrupt or PageStatus.WrongPageNumber)
            {
                isMended |= ReadAgain(page, offset + at, number, source);
            }
            else if (status == PageStatus.Valid && inside?.IsWhole(page, number) == false)
            {
                damaged(number);
            }
        }

        return isMended;
    }

    private int ReadingsMaxNow
    {
        get
        {
            if (IsAtRest)
            {
                return 1;
            }

            return Volatile.Read(ref _damagedPages) < PatientPagesMax ? ReadingsMax : ReadingsMaxWhenMany;
        }
    }

    private bool ReadAgain(Span<byte> page, long offset, uint number, SafeFileHandle source)
    {
        var readingsMax = ReadingsMaxNow;
        using var buffer = new AlignedBuffer(Math.Max(page.Length, PosixFile.DirectAlignment) + PosixFile.DirectAlignment);
        var isReplaced = false;
        for (var reading = 1; reading < readingsMax; reading++)
        {
            Thread.Sleep(Math.Min(1 << reading, PauseMaxMilliseconds));

            // Pages smaller than a block do not stand at aligned places.
            var start = offset / PosixFile.DirectAlignment * PosixFile.DirectAlignment;
            var got = PosixFile.ReadFully(source, buffer.Span, start, path);
            var skip = (int)(offset - start);
            if (got < skip + page.Length)
            {
                if (newest is null)
                {
                    return isReplaced; // cut off meanwhile: the redo log says how it goes on
                }

                break;
            }

            var again = buffer.Span.Slice(skip, page.Length);
            var status = PageVerifier.Verify(again, _format, number);
            if (newest is { } end && status is PageStatus.Valid or PageStatus.Empty)
            {
                RequireNotNewer(again, number, end);
            }

            if (newest is null || status == PageStatus.Valid)
            {
                again.CopyTo(page);
                isReplaced = true;
            }

            if (status is PageStatus.Valid or PageStatus.Empty)
            {
                return true;
            }
        }

        Interlocked.Increment(ref _damagedPages);
        damaged(number);
        return isReplaced;
    }

    // LSN 0: freed and emptied, or imported, at a time that the page does not tell.
    private void RequireNotNewer(ReadOnlySpan<byte> page, uint number, Lsn end)
    {
        if (!FilPageHeader.TryRead(page, out var header) || header.PageLsn.Value == 0 || header.PageLsn > end)
        {
            throw new FailureException(
                FailureKind.Failed,
                $"page {number} of {path} was cloned while it was being written, and the server has written it since: it is of LSN {header.PageLsn}, the backup of {end}",
                "take the backup again; with --method=copy such pages are read again in time");
        }
    }
}
