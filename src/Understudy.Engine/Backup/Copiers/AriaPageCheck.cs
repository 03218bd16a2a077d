using Microsoft.Win32.SafeHandles;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.Aria;
using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>Verifies the pages of a transactional Aria table while the server may be writing them.</summary>
/// <param name="header">The header of the table's index file.</param>
/// <param name="isIndex">Whether this is the index file.</param>
/// <param name="path">The file on the server.</param>
/// <param name="damaged">Told the number of each page that stays wrong.</param>
internal sealed class AriaPageCheck(AriaIndexHeader header, bool isIndex, string path, Action<uint> damaged) : IBlockCheck
{
    private const int ReadingsMax = 20;
    private const int PauseMaxMilliseconds = 100;

    /// <summary>Whether nobody writes the file any more: then a page that is wrong is damaged, and reading it again is of no use.</summary>
    internal bool IsAtRest { get; init; }

    public bool Check(Span<byte> block, long offset, SafeFileHandle source)
    {
        if (header.IsEncrypted)
        {
            return CheckEncrypted(block, offset, source);
        }

        var size = header.BlockSize;
        var isMended = false;
        for (var at = 0; at + size <= block.Length; at += size)
        {
            var page = block.Slice(at, size);
            if ((!isIndex || offset + at >= header.KeyStart) && Verify(page, offset + at) == AriaPageState.Corrupt)
            {
                isMended |= ReadAgain(page, offset + at, source);
            }
        }

        return isMended;
    }

    // The checksums of an encrypted table are those of the plain text. Two readings that agree are not torn.
    private bool CheckEncrypted(Span<byte> block, long offset, SafeFileHandle source)
    {
        var aligned = PosixFile.AlignUp(block.Length);
        using var buffer = new AlignedBuffer(aligned);
        var isReplaced = false;
        for (var reading = 1; reading < ReadingsMax; reading++)
        {
            var got = Math.Min(block.Length, PosixFile.ReadFully(source, buffer.Span, offset, path));
            if (got < block.Length || block.SequenceEqual(buffer.Span[..got]))
            {
                return isReplaced;
            }

            buffer.Span[..got].CopyTo(block);
            isReplaced = true;
            Thread.Sleep(Math.Min(1 << reading, PauseMaxMilliseconds));
        }

        throw new FailureException(
            FailureKind.Failed,
            $"the encrypted Aria file {path} changes faster than it can be read twice",
            "take the backup at a quieter time");
    }

    private AriaPageState Verify(ReadOnlySpan<byte> page, long offset)
    {
        var number = (uint)(offset / header.BlockSize);
        return isIndex ? AriaPageVerifier.VerifyIndexPage(page, number, header) : AriaPageVerifier.VerifyDataPage(page, number, header);
    }

    private bool ReadAgain(Span<byte> page, long offset, SafeFileHandle source)
    {
        using var buffer = new AlignedBuffer(page.Length + (2 * PosixFile.DirectAlignment));
        var start = offset / PosixFile.DirectAlignment * PosixFile.DirectAlignment;
        var skip = (int)(offset - start);
        var aligned = PosixFile.AlignUp(skip + page.Length);
        var isReplaced = false;
        var readingsMax = IsAtRest ? 1 : ReadingsMax;
        for (var reading = 1; reading < readingsMax; reading++)
        {
            Thread.Sleep(Math.Min(1 << reading, PauseMaxMilliseconds));
            var got = PosixFile.ReadFully(source, buffer.Span[..aligned], start, path);
            if (got < skip + page.Length)
            {
                return isReplaced; // emptied meanwhile, which gives the table another identity: it is copied again
            }

            buffer.Span.Slice(skip, page.Length).CopyTo(page);
            isReplaced = true;
            if (Verify(page, offset) != AriaPageState.Corrupt)
            {
                return true;
            }
        }

        damaged((uint)(offset / header.BlockSize));
        return isReplaced;
    }
}
