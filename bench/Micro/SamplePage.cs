using System.Buffers.Binary;
using Understudy.Formats;
using Understudy.Formats.InnoDb;

namespace Understudy.Bench.Micro;

/// <summary>A page of 16 KiB, three quarters full of rows that can be compressed somewhat.</summary>
internal static class SamplePage
{
    internal const int Size = 16384;
    internal const uint Number = 7;

    private const uint FullCrc32Of16K = 0x15;
    private const int AlgorithmShift = 5;
    private const int TypeOffset = 24;
    private const int SpaceOffset = 34;
    private const int NumberOffset = 4;
    private const int LsnOffset = 16;
    private const int BodyOffset = 120;
    private const uint Space = 5;

    internal static TablespaceFormat Format(
        PageCompressionAlgorithm algorithm = PageCompressionAlgorithm.None, EncryptionMetadata? encryption = null) =>
        new(new SpaceId(Space), new TablespaceFlags(FullCrc32Of16K | ((uint)algorithm << AlgorithmShift)), encryption);

    /// <summary>Makes a page whose checksum is right.</summary>
    internal static byte[] Make()
    {
        var page = new byte[Size];
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(NumberOffset), Number);
        BinaryPrimitives.WriteUInt64BigEndian(page.AsSpan(LsnOffset), 123_456_789);
        BinaryPrimitives.WriteUInt16BigEndian(page.AsSpan(TypeOffset), (ushort)FilPageType.Index);
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(SpaceOffset), Space);
        var random = new Random(1);
        for (var i = BodyOffset; i < Size * 3 / 4; i++)
        {
            page[i] = (byte)"0123456789abcdef"[random.Next(16)];
        }

        PageChecksum.Store(page, Format());
        return page;
    }
}
