using System.Buffers.Binary;
using Understudy.Formats.InnoDb;

namespace Understudy.Formats.Tests.InnoDb;

/// <summary>Pages that real servers wrote; see tools/golden-innodb.</summary>
public sealed class GoldenPageTests
{
    [Fact]
    public void Verify_PagesOfServers_AreValid_AndDamageIsFound()
    {
        var format = default(TablespaceFormat);
        var kinds = new HashSet<string>();
        foreach (var (row, page) in Golden.Read("pages"))
        {
            var where = $"{row[0]} {row[2]} page {row[3]}";
            var number = uint.Parse(row[3]);
            if (number == 0)
            {
                Assert.True(TablespaceFormat.TryFromPageZero(page, int.Parse(row[1]), out format, out var whyNot), whyNot);
            }

            Assert.True(PageVerifier.Verify(page, format, number) == PageStatus.Valid, where);
            Assert.True(PageVerifier.Verify(page, format, number + 1) == PageStatus.WrongPageNumber, where);
            Assert.True(FilPageHeader.TryRead(page, out var header));
            Assert.Equal(number, header.Number.Value);
            Assert.Equal(row[4].Contains("+key", StringComparison.Ordinal), IsEncrypted(header, format));
            kinds.Add($"{format.Flags.IsFullCrc32}{format.Flags.IsCompressedRowFormat}{row[4]}");
            AssertDamageIsFound(page, format, number, where);
        }

        // Nothing was left out unseen: full_crc32, legacy and zip; plain, encrypted, packed, packed and encrypted.
        Assert.Superset(
            new HashSet<string>(
                [
                    "TrueFalse17855", "TrueFalse17855+key", "TrueFalsepacked", "TrueFalsepacked+key", "TrueFalse17854",
                    "FalseFalse17855", "FalseFalse17855+key", "FalseFalse34354", "FalseFalse37401+key", "FalseFalse17854",
                    "FalseTrue17855", "FalseTrue17855+key",
                ]),
            kinds);
    }

    private static bool IsEncrypted(in FilPageHeader header, in TablespaceFormat format)
    {
        if (format.Flags.IsFullCrc32)
        {
            return header.ChecksumOrKeyVersion != 0;
        }

        return format.IsEncryptedCapable && header.Type != FilPageType.RTree && header.KeyVersionAndChecksum >> 32 != 0;
    }

    private static void AssertDamageIsFound(byte[] page, in TablespaceFormat format, uint number, string where)
    {
        Assert.True(FilPageHeader.TryRead(page, out var header));
        if (header.Type == FilPageType.PageCompressed && !format.Flags.IsFullCrc32)
        {
            return; // cannot be told without unpacking
        }

        // Not in the tablespace id, which legacy pages do not cover. Behind the packed bytes there is nothing to damage.
        var packedEnd = header.Type == FilPageType.PageCompressedEncrypted
            ? 42 + BinaryPrimitives.ReadUInt16BigEndian(page.AsSpan(38))
            : page.Length;
        foreach (var at in new[] { 8, 12, 25, 38, 60, 100, 127 })
        {
            page[at] ^= 1;
            var status = PageVerifier.Verify(page, format, number);
            Assert.True(status == PageStatus.Corrupt || at >= packedEnd, $"{where} byte {at}");
            page[at] ^= 1;
        }
    }
}
