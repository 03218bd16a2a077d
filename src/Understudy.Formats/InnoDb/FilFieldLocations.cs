namespace Understudy.Formats.InnoDb;

/// <summary>
/// Where the fields of the page header stand, in bytes from the start of the page, and those of the FSP header that
/// follows it in page 0. Source: FIL_PAGE_* in storage/innobase/include/fil0fil.h, FSP_* in fsp0fsp.h.
/// </summary>
internal static class FilFieldLocations
{
    /// <summary>Legacy: checksum. full_crc32: key version, 0 = not encrypted.</summary>
    public const int ChecksumOrKeyVersion = 0;
    public const int Number = ChecksumOrKeyVersion + sizeof(uint);
    public const int Previous = Number + sizeof(uint);
    public const int Next = Previous + sizeof(uint);
    public const int PageLsn = Next + sizeof(uint);

    /// <summary>The low half of the LSN, which the trailer repeats.</summary>
    public const int PageLsnLow = PageLsn + sizeof(uint);
    public const int Type = PageLsn + sizeof(ulong);

    /// <summary>full_crc32: where encryption and compression begin.</summary>
    public const int FullCrc32Payload = Type + sizeof(ushort);

    /// <summary>Legacy: key version of an encrypted page (else free use, 8 bytes).</summary>
    public const int LegacyKeyVersion = Type + sizeof(ushort);

    /// <summary>Legacy: checksum over the encrypted bytes.</summary>
    public const int LegacyPostEncryptionChecksum = LegacyKeyVersion + sizeof(uint);
    public const int Space = LegacyPostEncryptionChecksum + sizeof(uint);
    public const int Data = Space + sizeof(uint);

    public const int FspSpace = Data;
    public const int FspSize = FspSpace + (2 * sizeof(uint));
    public const int FspFreeLimit = FspSize + sizeof(uint);
    public const int FspFlags = FspFreeLimit + sizeof(uint);
    public const int FspEnd = FspFlags + sizeof(uint);

    /// <summary>The trailer of a page that is not ROW_FORMAT=COMPRESSED: 8 bytes at its end.</summary>
    public const int TrailerBytes = 8;
}
