using System.Buffers.Binary;
using Understudy.Formats.InnoDb;
using Understudy.Formats.InnoDb.Compression;
using Understudy.Formats.InnoDb.Encryption;

namespace Understudy.Formats.Tests.InnoDb.Encryption;

/// <summary>Pages that are encrypted with one version of a key or another.</summary>
public sealed class PageTransformTests
{
    private const int KeyVersionAt = 26; // FIL_PAGE_FILE_FLUSH_LSN_OR_KEY_VERSION
    private static readonly EncryptionMetadata Metadata = new(1, new CipherBlock(0, 12345), 1, 1, EncryptionOption.On);
    private static readonly TablespaceFormat Format = new(new SpaceId(5), new TablespaceFlags(0), Metadata);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(77)]
    public void Decode_OfTheDebugPluginsVersions_BringsThePageBack(uint version)
    {
        var (page, plain) = MakeEncrypted(version);
        using var transform = new PageTransform(Format, EncryptionKeys.OfDebugPlugin, new NoCodecs());

        var form = transform.Decode(page, new PageNumber(4));

        Assert.True(form.IsEncrypted);
        Assert.Equal(Convert.ToHexString(plain, 38, 64), Convert.ToHexString(page, 38, 64));
    }

    [Fact]
    public void Decode_WithoutTheKey_NamesItAndSaysWhatToDo()
    {
        var (page, _) = MakeEncrypted(2);
        using var transform = new PageTransform(Format, EncryptionKeys.None, new NoCodecs());

        var failure = Assert.Throws<FailureException>(() => transform.Decode(page, new PageNumber(4)));

        Assert.Equal(FailureKind.Failed, failure.Kind);
        Assert.Contains("key 1 version 2", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--encryption-key-file", failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void DebugKeys_AreTheVersionInFrontOfZeros_AndOfOneNumberOnly()
    {
        Assert.True(EncryptionKeys.OfDebugPlugin.TryGet(1, 0x01020304, out var key));
        Assert.Equal("01020304000000000000000000000000", Convert.ToHexString(key));
        Assert.False(EncryptionKeys.OfDebugPlugin.TryGet(2, 1, out _));
        Assert.False(EncryptionKeys.None.TryGet(1, 1, out _));
    }

    [Fact]
    public void DictionaryHeader_TellsTheGreatestTablespace()
    {
        var page = new byte[Format.PhysicalPageSize];
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(62), 17);
        Assert.False(DictionaryHeaderPage.TryReadMaxSpaceId(page, out _));
        page[7] = 7;
        Assert.True(DictionaryHeaderPage.TryReadMaxSpaceId(page, out var space));
        Assert.Equal(17u, space.Value);
        Assert.False(DictionaryHeaderPage.TryReadMaxSpaceId(page.AsSpan(0, 65), out _));
    }

    private static (byte[] Stored, byte[] Plain) MakeEncrypted(uint version)
    {
        var page = new byte[Format.PhysicalPageSize];
        new FilPageHeader(
            0, new PageNumber(4), PageNumber.None, PageNumber.None, new Lsn(99), FilPageType.Index, 0, Format.Space).Write(page);
        for (var i = 38; i < 38 + 64; i++)
        {
            page[i] = (byte)i;
        }

        var plain = page.ToArray();
        using var cipher = PageCipher.Create(Format.Space, Metadata, EncryptionKeys.OfDebugPlugin, version)!;
        BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(KeyVersionAt), version);
        cipher.Encrypt(page, 38, page.Length - 8);
        return (page, plain);
    }

    private sealed class NoCodecs : IPageCompressionCodecs
    {
        public IPageCompressionCodec Get(PageCompressionAlgorithm algorithm) => throw new NotSupportedException();
    }
}
