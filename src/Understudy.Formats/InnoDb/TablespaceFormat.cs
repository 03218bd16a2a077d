using System.Buffers.Binary;

namespace Understudy.Formats.InnoDb;

/// <summary>
/// All that is needed to verify the pages of one tablespace, taken from its page 0. Of the system tablespace the first
/// file has it for all.
/// </summary>
public readonly record struct TablespaceFormat
{
    // Ids from here on are the server's own (SRV_SPACE_ID_UPPER_BOUND, SRV_TMP_SPACE_ID).
    private const uint SpaceIdEnd = 0xFFFFFFF0;

    /// <summary>Makes a format from its parts.</summary>
    public TablespaceFormat(SpaceId space, TablespaceFlags flags, EncryptionMetadata? encryption = null)
    {
        Space = space;
        Flags = flags;
        Encryption = encryption;
        PhysicalPageSize = flags.PhysicalPageSize;
        IsEncryptedCapable = encryption is { IsEncryptedScheme: true };
    }

    /// <summary>The tablespace.</summary>
    public SpaceId Space { get; }

    /// <summary>The flags of page 0.</summary>
    public TablespaceFlags Flags { get; }

    /// <summary>The encryption metadata of page 0, if any.</summary>
    public EncryptionMetadata? Encryption { get; }

    /// <summary>The size of a page in the file, in bytes.</summary>
    public int PhysicalPageSize { get; }

    /// <summary>The page size of the server, in bytes.</summary>
    public int LogicalPageSize => Flags.LogicalPageSize;

    /// <summary>Whether single pages may be encrypted.</summary>
    public bool IsEncryptedCapable { get; }

    /// <summary>Whether some pages can only be looked at, not checked, without unpacking them: page_compressed pages in
    /// the legacy format have no checksum outside of the packed part.</summary>
    public bool HasUncheckablePages => Flags is { IsFullCrc32: false, IsPageCompressed: true };

    /// <summary>The least length of a file of this format in bytes: four pages of the server's size.</summary>
    public long FileBytesMin => 4L * LogicalPageSize;

    /// <summary>Reads the format out of page 0. The checksum of the page is not looked at: verify it like any
    /// page.</summary>
    /// <param name="page0">The first page of the (first) file, whole; more bytes do no harm.</param>
    /// <param name="serverPageSizeBytes"><c>@@innodb_page_size</c>.</param>
    /// <param name="format">The format.</param>
    /// <param name="whyNot">Null, or what is wrong. A page 0 that is all zero is normal for a young file: see
    /// <see cref="PageVerifier.IsAllZero"/>.</param>
    public static bool TryFromPageZero(
        ReadOnlySpan<byte> page0, int serverPageSizeBytes, out TablespaceFormat format, out string? whyNot)
    {
        format = default;
        whyNot = Judge(page0, serverPageSizeBytes, out var header);
        if (whyNot is not null)
        {
            return false;
        }

        EncryptionMetadata? encryption =
            EncryptionMetadata.TryRead(page0, header.Flags, out var metadata) ? metadata : null;
        format = new TablespaceFormat(header.Space, header.Flags, encryption);
        return true;
    }

    private static string? Judge(ReadOnlySpan<byte> page0, int serverPageSizeBytes, out FspHeader header)
    {
        if (!FspHeader.TryRead(page0, out header))
        {
            return $"page 0 is cut short: {page0.Length} bytes";
        }

        if (PageVerifier.IsAllZero(page0))
        {
            return "page 0 is all zero";
        }

        if (!header.Flags.IsValid(serverPageSizeBytes))
        {
            return header.Flags.LogicalPageSize is not 0 and var size && size != serverPageSizeBytes
                ? $"the tablespace flags {header.Flags} say page size {size}, the server has {serverPageSizeBytes}"
                : $"the tablespace flags {header.Flags} are not valid for page size {serverPageSizeBytes}";
        }

        if (page0.Length < header.Flags.PhysicalPageSize)
        {
            return $"page 0 is cut short: {page0.Length} of {header.Flags.PhysicalPageSize} bytes";
        }

        var number = BinaryPrimitives.ReadUInt32BigEndian(page0[FilFieldLocations.Number..]);
        if (number != 0)
        {
            return $"the first page has page number {number}, expected 0";
        }

        var spaceInPageHeader = BinaryPrimitives.ReadUInt32BigEndian(page0[FilFieldLocations.Space..]);
        if (spaceInPageHeader != header.Space.Value)
        {
            return $"page 0 contradicts itself: tablespace {spaceInPageHeader} in the page header, "
                + $"{header.Space} behind it";
        }

        return header.Space.Value >= SpaceIdEnd ? $"tablespace id {header.Space} is not one of a stored file" : null;
    }
}
