using Microsoft.Win32.SafeHandles;
using Understudy.Native.LibC;

namespace Understudy.Engine.Copying;

/// <summary>A <see cref="PlacedFile"/> while it is read.</summary>
/// <param name="Handle">The file.</param>
/// <param name="IsDirect">Whether reading goes around the page cache.</param>
/// <param name="Check">Verifies its blocks; null when they have nothing to be verified by.</param>
internal sealed record OpenPlacedFile(SafeFileHandle Handle, bool IsDirect, IBlockCheck? Check) : IDisposable
{
    /// <summary>Where a bad page is read again.</summary>
    internal SafeFileHandle Again { get; init; } = Handle;

    /// <summary>Writes a block that was mended; null where nothing may be.</summary>
    internal MendBlock? Mend { get; init; }

    internal delegate void MendBlock(ReadOnlySpan<byte> block, long offset);

    /// <summary>Opens a file to be read through.</summary>
    internal static OpenPlacedFile Open(string path, long sizeBytes, IBlockCheck? check)
    {
        var handle = PosixFile.OpenRead(path, sizeBytes >= FileTransfer.DirectBytesMin, out var isDirect);
        return new OpenPlacedFile(handle, isDirect, check);
    }

    /// <summary>Reads a block.</summary>
    /// <returns>Bytes read; fewer than wanted at the end of the file.</returns>
    internal int Read(Span<byte> buffer, int want, long offset, string path) =>
        PosixFile.ReadWanted(Handle, IsDirect, buffer, want, offset, path);

    /// <summary>Gives the page cache back what reading took of it.</summary>
    internal void DropCache(long sizeBytes)
    {
        if (!IsDirect && sizeBytes >= FileTransfer.DirectBytesMin)
        {
            PosixFile.DropCache(Handle, 0, 0);
        }
    }

    public void Dispose()
    {
        Again.Dispose();
        Handle.Dispose();
    }
}
