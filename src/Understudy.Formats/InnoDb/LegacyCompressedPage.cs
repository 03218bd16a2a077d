using System.Buffers.Binary;
using Understudy.Formats.Checksums;

namespace Understudy.Formats.InnoDb;

/// <summary>
/// The frame of a page_compressed page in a legacy file. Its real checksum lies inside the packed part.
/// Source: storage/innobase/fil/fil0pagecompress.cc.
/// </summary>
internal static class LegacyCompressedPage
{
    private const int AlgorithmOffset = FilFieldLocations.LegacyKeyVersion;
    private const int PayloadLengthOffset = FilFieldLocations.Data;
    private const int PayloadOffset = PayloadLengthOffset + sizeof(ushort);
    private const int EncryptedAlgorithmOffset = PayloadOffset;
    private const int EncryptedPayloadOffset = EncryptedAlgorithmOffset + sizeof(ushort);

    /// <summary>Whether the fields are such as a server writes; of an encrypted page also its checksum.</summary>
    public static bool IsPlausible(ReadOnlySpan<byte> page, FilPageType type)
    {
        var payloadBytes = BinaryPrimitives.ReadUInt16BigEndian(page[PayloadLengthOffset..]);
        var isEncrypted = type == FilPageType.PageCompressedEncrypted;
        var end = (isEncrypted ? EncryptedPayloadOffset : PayloadOffset) + payloadBytes;
        var algorithm = isEncrypted
            ? BinaryPrimitives.ReadUInt16BigEndian(page[EncryptedAlgorithmOffset..])
            : BinaryPrimitives.ReadUInt64BigEndian(page[AlgorithmOffset..]);
        if (BinaryPrimitives.ReadUInt32BigEndian(page) != PageChecksum.NoChecksumMagic
            || payloadBytes == 0
            || end > page.Length
            || algorithm is 0 or > (ulong)PageCompressionAlgorithm.Snappy)
        {
            return false;
        }

        return !isEncrypted
            || BinaryPrimitives.ReadUInt32BigEndian(page[FilFieldLocations.LegacyPostEncryptionChecksum..])
                == ComputePostEncryptionChecksum(page, end);
    }

    /// <summary>Where the packed bytes begin.</summary>
    internal static int PayloadStart(bool isEncrypted) => isEncrypted ? EncryptedPayloadOffset : PayloadOffset;

    /// <summary>Reads the frame.</summary>
    /// <returns>False when it cannot be one.</returns>
    internal static bool TryReadFrame(
        ReadOnlySpan<byte> page, bool isEncrypted, out int start, out int bytes, out PageCompressionAlgorithm algorithm)
    {
        start = PayloadStart(isEncrypted);
        bytes = BinaryPrimitives.ReadUInt16BigEndian(page[PayloadLengthOffset..]);
        var number = isEncrypted
            ? BinaryPrimitives.ReadUInt16BigEndian(page[EncryptedAlgorithmOffset..])
            : BinaryPrimitives.ReadUInt64BigEndian(page[AlgorithmOffset..]);
        algorithm = (PageCompressionAlgorithm)number;
        return bytes != 0 && start + bytes <= page.Length && number is not (0 or > (ulong)PageCompressionAlgorithm.Snappy);
    }

    /// <summary>Writes the frame around packed bytes; type and page header but the checksum are kept or set
    /// here.</summary>
    internal static void WriteFrame(Span<byte> page, bool isEncrypted, int bytes, PageCompressionAlgorithm algorithm)
    {
        BinaryPrimitives.WriteUInt32BigEndian(page, PageChecksum.NoChecksumMagic);
        BinaryPrimitives.WriteUInt16BigEndian(
            page[FilFieldLocations.Type..],
            (ushort)(isEncrypted ? FilPageType.PageCompressedEncrypted : FilPageType.PageCompressed));
        BinaryPrimitives.WriteUInt64BigEndian(page[AlgorithmOffset..], isEncrypted ? 0 : (ulong)algorithm);
        BinaryPrimitives.WriteUInt16BigEndian(page[PayloadLengthOffset..], (ushort)bytes);
        if (isEncrypted)
        {
            BinaryPrimitives.WriteUInt16BigEndian(page[EncryptedAlgorithmOffset..], (ushort)algorithm);
        }
    }

    // It was computed before the rest of the page was cut off, when zeros stood there. Where the file system cannot
    // punch holes, old bytes may stand there now.
    private static uint ComputePostEncryptionChecksum(ReadOnlySpan<byte> page, int payloadEnd)
    {
        var checkedEnd = page.Length - FilFieldLocations.TrailerBytes;
        payloadEnd = Math.Min(payloadEnd, checkedEnd);
        var checksum = Crc32C.Compute(page[FilFieldLocations.Data..payloadEnd]);
        Span<byte> zeros = stackalloc byte[512];
        zeros.Clear();
        for (var rest = checkedEnd - payloadEnd; rest > 0; rest -= zeros.Length)
        {
            checksum = Crc32C.Append(checksum, zeros[..Math.Min(rest, zeros.Length)]);
        }

        return checksum ^ Crc32C.Compute(page[FilFieldLocations.Number..FilFieldLocations.LegacyKeyVersion]);
    }
}
