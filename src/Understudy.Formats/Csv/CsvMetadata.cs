using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Understudy.Formats.Csv;

/// <summary>
/// The metadata file of a CSV table (<c>.CSM</c>), 35 bytes, little endian. Source: <c>write_meta_file</c>,
/// storage/csv/ha_tina.cc. With the flag not set a wrong number of rows makes CHECK TABLE say "Corrupt"; with the flag
/// set the server counts anew at the next use.
/// </summary>
/// <param name="RowCount">The rows in the data file; exact only when the table is closed.</param>
/// <param name="IsCrashed">Set from the first write until the table is closed.</param>
public readonly record struct CsvMetadata(ulong RowCount, bool IsCrashed)
{
    /// <summary>Bytes of the file (<c>META_BUFFER_SIZE</c>).</summary>
    public const int Size = CrashedOffset + 1;

    private const byte MagicByte = 0xFE;
    private const byte VersionByte = 1;
    private const int VersionOffset = 1;
    private const int RowsOffset = VersionOffset + 1;
    private const int UnusedOffset = RowsOffset + 8;
    private const int CrashedOffset = UnusedOffset + (3 * 8);

    /// <summary>Reads the file. Never throws.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="metadata">What it says.</param>
    /// <param name="whyNot">When false: what is wrong with it.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> file,
        out CsvMetadata metadata,
        [NotNullWhen(false)] out string? whyNot)
    {
        metadata = default;
        if (file.Length != Size)
        {
            whyNot = $"{file.Length} bytes long, expected {Size}";
            return false;
        }

        if (file[0] != MagicByte || file[VersionOffset] != VersionByte)
        {
            whyNot = $"starts with {file[0]:X2}{file[VersionOffset]:X2}, expected {MagicByte:X2}{VersionByte:X2}";
            return false;
        }

        metadata = new CsvMetadata(
            BinaryPrimitives.ReadUInt64LittleEndian(file[RowsOffset..]), file[CrashedOffset] != 0);
        whyNot = null;
        return true;
    }

    /// <summary>Writes the file.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes; that many are overwritten.</param>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        destination[0] = MagicByte;
        destination[VersionOffset] = VersionByte;
        BinaryPrimitives.WriteUInt64LittleEndian(destination[RowsOffset..], RowCount);
        destination[CrashedOffset] = IsCrashed ? (byte)1 : (byte)0;
    }
}
