using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.Aria;

namespace Understudy.Formats.Tests.Aria;

public sealed class AriaLogTests
{
    [Theory]
    [InlineData("10.11", 101119u)]
    [InlineData("11.8", 110806u)]
    public void TryRead_HeaderOfCurrentFile_HasNoMaxLsn(string version, uint serverVersion)
    {
        var page = EngineGoldens.Read(version, "aria_log.00000001.page0.bin");
        Assert.True(AriaLogHeader.TryRead(page, out var header, out var whyNot), whyNot);
        Assert.Equal(serverVersion, header.ServerVersion);
        Assert.Equal(10000u, header.LogVersion);
        Assert.Equal(1u, header.FileNumber);
        Assert.Equal(AriaLogHeader.PageSize, header.PageSizeBytes);
        Assert.Equal(AriaLsn.None, header.MaxLsn);
    }

    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void TryRead_PageOfServer_TellsItsPlace(string version)
    {
        var page = EngineGoldens.Read(version, "aria_log.00000001.page1.bin");
        Assert.True(AriaLogPageHeader.TryRead(page, out var header));
        Assert.Equal(new AriaLogPageHeader(1, 1, 0), header);
    }

    [Fact]
    public void TryRead_OtherPageSize_IsRefused()
    {
        var page = EngineGoldens.Read("10.11", "aria_log.00000001.page0.bin");
        page[33] = 0x0F;
        Assert.False(AriaLogHeader.TryRead(page, out _, out var whyNot));
        Assert.Equal("page size is 4096, expected 8192", whyNot);
    }

    [Fact]
    public void TryRead_AnyBytes_NeverThrows()
    {
        ReaderProperties.NeverThrows(bytes => AriaLogHeader.TryRead(bytes, out _, out _));
        ReaderProperties.NeverThrows(bytes => AriaLogPageHeader.TryRead(bytes, out _));
        ReaderProperties.NeverThrowsNear(
            EngineGoldens.Read("10.11", "aria_log.00000001.page0.bin"),
            bytes => AriaLogHeader.TryRead(bytes, out _, out _));
    }

    [Fact]
    public void FileName_AnyNumber_IsReadAgain()
        => Prop.ForAll<uint>(seed =>
        {
            var number = (seed % AriaLsn.FileMax) + 1;
            return AriaLogFileName.TryParse(AriaLogFileName.Format(number), out var read) && read == number;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("aria_log.00000000")]
    [InlineData("aria_log.0000001")]
    [InlineData("aria_log.000000011")]
    [InlineData("aria_log.-0000001")]
    [InlineData("aria_log. 0000001")]
    [InlineData("aria_log.99999999")]
    [InlineData("Aria_log.00000001")]
    [InlineData("aria_log_control")]
    [InlineData("")]
    public void FileName_OtherName_IsRefused(string name) => Assert.False(AriaLogFileName.TryParse(name, out _));
}
