using System.Buffers.Binary;
using Understudy.Formats.InnoDb;

namespace Understudy.Formats.Tests.InnoDb;

/// <summary>Makes pages by hand.</summary>
internal static class PageZero
{
    public static byte[] Make(uint flags, uint space = 5, uint sizePages = 64, bool store = true)
    {
        var tablespaceFlags = new TablespaceFlags(flags);
        var page = new byte[tablespaceFlags.PhysicalPageSize];
        new FilPageHeader(
            0, new PageNumber(0), PageNumber.None, PageNumber.None, new Lsn(0x1122334455), FilPageType.FspHeader, 0,
            new SpaceId(space)).Write(page);
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(38), space);
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(46), sizePages);
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(50), 64);
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(54), flags);
        if (store)
        {
            PageChecksum.Store(page, new TablespaceFormat(new SpaceId(space), tablespaceFlags));
        }

        return page;
    }

    public static void AddEncryption(byte[] page, int offset, byte scheme = 1)
    {
        Convert.FromHexString("730E0C524574").CopyTo(page, offset);
        page[offset + 6] = scheme;
        page[offset + 7] = 16;
        for (var i = 0; i < 16; i++)
        {
            page[offset + 8 + i] = (byte)(0x10 + i);
        }

        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(offset + 24), 1);
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(offset + 28), 7);
        page[offset + 32] = (byte)EncryptionOption.On;
    }
}
