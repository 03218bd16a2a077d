using Microsoft.Win32.SafeHandles;
using Understudy.Native.LibC;

namespace Understudy.Engine.Copying;

/// <summary>A <see cref="PlacedFile"/> while it is read.</summary>
/// <param name="File">The file.</param>
/// <param name="Check">Verifies its blocks; null when they have nothing to be verified by.</param>
internal sealed record OpenPlacedFile(CacheNeutralFile File, IBlockCheck? Check) : IDisposable
{
    /// <summary>Where a bad page is read again.</summary>
    internal SafeFileHandle Again { get; init; } = File.Handle;

    /// <summary>Writes a block that was mended; null where nothing may be.</summary>
    internal MendBlock? Mend { get; init; }

    internal delegate void MendBlock(ReadOnlySpan<byte> block, long offset);

    /// <summary>Opens a file to be read through.</summary>
    internal static OpenPlacedFile Open(string path, long sizeBytes, IBlockCheck? check) => new(CacheNeutralFile.Open(path, sizeBytes), check);

    public void Dispose()
    {
        Again.Dispose();
        File.Dispose();
    }
}
