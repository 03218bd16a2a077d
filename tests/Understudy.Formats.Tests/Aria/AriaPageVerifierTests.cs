using Understudy.Formats.Aria;

namespace Understudy.Formats.Tests.Aria;

public sealed class AriaPageVerifierTests
{
    public static TheoryData<string> Versions => EngineGoldens.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public void Verify_PagesOfServer_AreValidAtTheirPlaceOnly(string version)
    {
        var header = Header(version, "aria_online");
        var index = EngineGoldens.Read(version, "aria_online.MAI.page1.bin");
        var bitmap = EngineGoldens.Read(version, "aria_online.MAD.page0.bin");
        var data = EngineGoldens.Read(version, "aria_online.MAD.page1.bin");
        Assert.Equal(AriaPageState.Valid, AriaPageVerifier.VerifyIndexPage(index, 1, header));
        Assert.Equal(AriaPageState.Corrupt, AriaPageVerifier.VerifyIndexPage(index, 2, header));
        Assert.Equal(AriaPageState.Valid, AriaPageVerifier.VerifyDataPage(bitmap, 0, header));
        Assert.Equal(AriaPageState.Valid, AriaPageVerifier.VerifyDataPage(data, 1, header));
        Assert.Equal(AriaPageState.Corrupt, AriaPageVerifier.VerifyDataPage(data, 2, header));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Verify_OneBitOfContentFlipped_IsCorrupt(string version)
    {
        var header = Header(version, "aria_online");
        var data = EngineGoldens.Read(version, "aria_online.MAD.page1.bin");
        var index = EngineGoldens.Read(version, "aria_online.MAI.page1.bin");
        var used = (index[15] << 8) | index[16];
        Assert.InRange(used, 20, 8188);
        for (var i = 0; i < 8192; i += 37)
        {
            data[i] ^= 1;
            Assert.Equal(AriaPageState.Corrupt, AriaPageVerifier.VerifyDataPage(data, 1, header));
            data[i] ^= 1;
            index[i] ^= 1;
            var isCovered = i < used || i >= 8188;
            Assert.Equal(
                isCovered ? AriaPageState.Corrupt : AriaPageState.Valid,
                AriaPageVerifier.VerifyIndexPage(index, 1, header));
            index[i] ^= 1;
        }
    }

    [Fact]
    public void Verify_ZeroPage_IsEmpty()
    {
        var header = Header("10.11", "aria_online");
        var page = new byte[8192];
        Assert.Equal(AriaPageState.Empty, AriaPageVerifier.VerifyIndexPage(page, 9, header));
        Assert.Equal(AriaPageState.Empty, AriaPageVerifier.VerifyDataPage(page, 9, header));
        page[8191] = 7;
        Assert.Equal(AriaPageState.Corrupt, AriaPageVerifier.VerifyIndexPage(page, 9, header));
        Assert.Equal(AriaPageState.Empty, AriaPageVerifier.VerifyDataPage(page, 9, header));
        page[4000] = 7;
        Assert.Equal(AriaPageState.Corrupt, AriaPageVerifier.VerifyDataPage(page, 9, header));
    }

    [Fact]
    public void Verify_WhatHasNoChecksum_IsUnchecked()
    {
        var page = new byte[8192];
        page[100] = 1;
        var online = Header("10.11", "aria_online");
        Assert.Equal(AriaPageState.Unchecked, AriaPageVerifier.VerifyIndexPage(page, 0, online));
        var dynamic = Header("10.11", "aria_dynamic");
        Assert.Equal(AriaPageState.Unchecked, AriaPageVerifier.VerifyDataPage(page, 1, dynamic));
        var noChecksum = Header("10.11", "aria_nochecksum");
        Assert.Equal(AriaPageState.Unchecked, AriaPageVerifier.VerifyDataPage(page, 1, noChecksum));
        Assert.Equal(AriaPageState.Unchecked, AriaPageVerifier.VerifyIndexPage(page, 1, noChecksum));
        var encrypted = online with { IsEncrypted = true };
        Assert.Equal(AriaPageState.Unchecked, AriaPageVerifier.VerifyDataPage(page, 1, encrypted));
        Assert.Equal(AriaPageState.Corrupt, AriaPageVerifier.VerifyDataPage(page, 0, encrypted));
        page.AsSpan(^4).Fill(0xFF);
        Assert.Equal(AriaPageState.Unchecked, AriaPageVerifier.VerifyDataPage(page, 1, online));
        Assert.Equal(AriaPageState.Corrupt, AriaPageVerifier.VerifyDataPage(page, 0, online));
        page[^4] = 0xFE;
        Assert.Equal(AriaPageState.Unchecked, AriaPageVerifier.VerifyDataPage(page, 0, online));
        Assert.Equal(AriaPageState.Corrupt, AriaPageVerifier.VerifyDataPage(page, 1, online));
    }

    [Fact]
    public void IsBitmapPage_OfUsualBlocks_IsEvery21825th()
    {
        Assert.True(AriaPageVerifier.IsBitmapPage(0, 8192));
        Assert.False(AriaPageVerifier.IsBitmapPage(1, 8192));
        Assert.True(AriaPageVerifier.IsBitmapPage(21825, 8192));
        Assert.True(AriaPageVerifier.IsBitmapPage(43650, 8192));
        Assert.False(AriaPageVerifier.IsBitmapPage(21824, 8192));
    }

    [Fact]
    public void Verify_AnyBytes_NeverThrows()
    {
        var header = Header("10.11", "aria_online");
        ReaderProperties.NeverThrows(bytes =>
        {
            var own = header with { BlockSize = bytes.Length };
            AriaPageVerifier.VerifyIndexPage(bytes, 77, own);
            AriaPageVerifier.VerifyDataPage(bytes, 77, own);
            AriaPageVerifier.VerifyIndexPage(bytes, 77, header);
            AriaPageVerifier.VerifyDataPage(bytes, 77, header);
        });
    }

    private static AriaIndexHeader Header(string version, string table)
    {
        var start = EngineGoldens.Read(version, table + ".MAI.bin");
        Assert.True(AriaIndexHeader.TryRead(start, out var header, out var whyNot), whyNot);
        return header;
    }
}
