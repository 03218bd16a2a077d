using System.Text;
using Understudy.Formats.Delta;

namespace Understudy.Formats.Tests.Delta;

public sealed class DeltaMetadataTests
{
    [Theory]
    [InlineData("page_size = 16384\nzip_size = 0 \nspace_id = 5\n", 16384, 0, 5u)]
    [InlineData("page_size = 8192\nzip_size = 8192 \nspace_id = 4294967295\n", 8192, 8192, uint.MaxValue)]
    public void TextOfTheStockTool_IsReadAndWritten(string text, int pageSize, int zipSize, uint space)
    {
        Assert.True(DeltaMetadata.TryParse(text, out var metadata, out _));
        Assert.Equal(new DeltaMetadata(pageSize, zipSize, new SpaceId(space)), metadata);
        Assert.Equal(text, metadata.ToText());
    }

    [Fact]
    public void OldText_WithoutTablespace_IsRead()
    {
        Assert.True(DeltaMetadata.TryParse("zip_size=0\nother = x\npage_size=4096", out var metadata, out _));
        Assert.Equal(new DeltaMetadata(4096, 0, null), metadata);
    }

    [Theory]
    [InlineData("zip_size = 0 \nspace_id = 5\n", "there is no line 'page_size = …'")]
    [InlineData("page_size = 16383\n", "page_size is 16383, which no page has")]
    [InlineData("page_size = 131072\n", "page_size is 131072, which no page has")]
    [InlineData("page_size = 16384\nzip_size = 8192\n", "zip_size is 8192, expected 0 or 16384")]
    [InlineData("page_size = 16384\nspace_id = -1\n", "space_id is '-1', expected a number")]
    public void WrongText_IsRefusedWithTheReason(string text, string reason)
    {
        Assert.False(DeltaMetadata.TryParse(text, out _, out var whyNot));
        Assert.Equal(reason, whyNot);
    }

    [Fact]
    public void AnyBytes_NeverThrow()
    {
        ReaderProperties.NeverThrows(Read);
        ReaderProperties.NeverThrowsNear("page_size = 16384\nzip_size = 0 \nspace_id = 5\n"u8.ToArray(), Read);
    }

    private static void Read(byte[] bytes)
    {
        var isRead = DeltaMetadata.TryParse(Encoding.UTF8.GetString(bytes), out var metadata, out var whyNot);

        Assert.Equal(isRead, metadata is not null);
        Assert.Equal(isRead, whyNot is null);
    }
}
