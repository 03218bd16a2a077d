using System.Buffers.Binary;

namespace Understudy.Formats.InnoDb;

/// <summary>
/// What page 0 says about the encryption of a tablespace. Page 0 itself is never encrypted. Source:
/// fil_space_read_crypt_data in storage/innobase/fil/fil0crypt.cc.
/// </summary>
/// <param name="Scheme">0 = not encrypted now, 1 = the one scheme there is.</param>
/// <param name="Iv">16 random bytes of this tablespace.</param>
/// <param name="MinKeyVersion">The oldest key version that any page uses; 0: unencrypted pages may exist.</param>
/// <param name="KeyId">The number of the key.</param>
/// <param name="Option">The table option.</param>
public readonly record struct EncryptionMetadata(
    byte Scheme, CipherBlock Iv, uint MinKeyVersion, uint KeyId, EncryptionOption Option)
{
    /// <summary>The length in bytes.</summary>
    public const int Size = OptionOffset + 1;

    private const int SchemeOffset = 6;
    private const int IvLengthOffset = SchemeOffset + 1;
    private const int IvOffset = IvLengthOffset + 1;
    private const int IvBytes = CipherBlock.Size;
    private const int MinKeyVersionOffset = IvOffset + IvBytes;
    private const int KeyIdOffset = MinKeyVersionOffset + sizeof(uint);
    private const int OptionOffset = KeyIdOffset + sizeof(uint);

    // The array of extent descriptors begins 112 bytes into the FSP header.
    private const int ExtentDescriptorsOffset = FilFieldLocations.Data + 112;
    private const int ExtentDescriptorFixedBytes = 24;

    private static ReadOnlySpan<byte> Magic => [0x73, 0x0E, 0x0C, 0x52, 0x45, 0x74];

    /// <summary>Whether pages of the tablespace may be encrypted.</summary>
    public bool IsEncryptedScheme => Scheme == 1;

    /// <summary>Where the metadata stands in page 0, in bytes from its start: behind the extent descriptors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The flags name no page size.</exception>
    public static int OffsetInPageZero(TablespaceFlags flags)
    {
        var extentPages = InnoDbPageSize.ExtentPages(flags.LogicalPageSize);
        var descriptorBytes = ExtentDescriptorFixedBytes + (extentPages / 4);

        // The page header is counted twice. That is how the server does it.
        return FilFieldLocations.Data
            + ExtentDescriptorsOffset
            + (descriptorBytes * (flags.PhysicalPageSize / extentPages));
    }

    /// <summary>Reads the metadata out of page 0.</summary>
    /// <param name="page0">The whole page.</param>
    /// <param name="flags">The flags of that page.</param>
    /// <param name="metadata">The metadata.</param>
    /// <returns>False if there is none, or it is not understood, or the page is too short.</returns>
    public static bool TryRead(ReadOnlySpan<byte> page0, TablespaceFlags flags, out EncryptionMetadata metadata)
    {
        metadata = default;
        if (flags.LogicalPageSize == 0)
        {
            return false;
        }

        var offset = OffsetInPageZero(flags);
        if (page0.Length - offset < Size)
        {
            return false;
        }

        var source = page0.Slice(offset, Size);
        if (!source.StartsWith(Magic) || source[SchemeOffset] > 1 || source[IvLengthOffset] != IvBytes
            || source[OptionOffset] > (byte)EncryptionOption.Off)
        {
            return false;
        }

        metadata = new EncryptionMetadata(
            source[SchemeOffset],
            CipherBlock.Read(source[IvOffset..]),
            BinaryPrimitives.ReadUInt32BigEndian(source[MinKeyVersionOffset..]),
            BinaryPrimitives.ReadUInt32BigEndian(source[KeyIdOffset..]),
            (EncryptionOption)source[OptionOffset]);
        return true;
    }
}
