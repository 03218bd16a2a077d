using System.Globalization;
using System.Text.RegularExpressions;
using Understudy.Formats.Aria;

namespace Understudy.Formats.Tests.Aria;

public sealed partial class AriaIndexHeaderTests
{
    public static TheoryData<string> Versions => EngineGoldens.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public void TryRead_FilesOfServer_SayWhatAriaChkSays(string version)
    {
        var expected = ReadAriaChk(version);
        var names = EngineGoldens.Names(version, "*.MAI.bin").ToList();
        Assert.Equal(8, names.Count);
        foreach (var name in names)
        {
            var header = Read(version, name);
            var text = expected[name[..^".MAI.bin".Length]];
            var lsns = Lsns().Match(text);
            Assert.Equal(header.IsBornTransactional, lsns.Success);
            if (lsns.Success)
            {
                Assert.Equal(ToLsn(lsns.Groups["file"], lsns.Groups["at"]), header.Identity.CreateRenameLsn);
                Assert.Equal(ToLsn(lsns.Groups["skipFile"], lsns.Groups["skipAt"]), header.Identity.SkipRedoLsn);
            }

            var isCrashSafe = text.Contains("Crashsafe:           yes", StringComparison.Ordinal);
            Assert.Equal(isCrashSafe, header.IsBornTransactional);
            Assert.Equal(text.Contains("Page checksums are used", StringComparison.Ordinal), header.HasPageChecksums);
            Assert.Equal(Guid.Parse(Uuid().Match(text).Groups["uuid"].Value), header.Identity.Uuid);
            var rows = Records().Match(text).Groups["rows"].ValueSpan;
            Assert.Equal(long.Parse(rows, CultureInfo.InvariantCulture), header.RecordCount);
            Assert.Equal(8192, header.BlockSize);
            Assert.Equal(8192, header.KeyStart);
            Assert.False(header.IsEncrypted);
        }
    }

    [Theory]
    [InlineData("aria_online", true, AriaDataFileType.Block, 2, 0b11ul)]
    [InlineData("aria_plain", false, AriaDataFileType.Block, 1, 0b1ul)]
    [InlineData("aria_nochecksum", false, AriaDataFileType.Block, 1, 0b1ul)]
    [InlineData("aria_dynamic", false, AriaDataFileType.Dynamic, 0, 0ul)]
    [InlineData("aria_manykeys", true, AriaDataFileType.Block, 8, 0ul)]
    [InlineData("aria_part#P#p0", true, AriaDataFileType.Block, 1, 0b1ul)]
    [InlineData("seq_aria", false, AriaDataFileType.Static, 0, 0ul)]
    public void TryRead_KindsOfTables_AreToldApart(
        string table, bool isOnline, AriaDataFileType type, int keyCount, ulong keyMap)
    {
        foreach (var version in new[] { "10.11", "11.8" })
        {
            var header = Read(version, table + ".MAI.bin");
            Assert.Equal(isOnline, header.IsOnline);
            Assert.Equal(type, header.DataFileType);
            Assert.Equal(keyCount, header.KeyCount);
            Assert.Equal(keyMap, header.Identity.KeyMap);
        }
    }

    [Fact]
    public void TryRead_CutShort_TellsHowManyBytesItNeeds()
    {
        var file = EngineGoldens.Read("11.8", "aria_manykeys.MAI.bin");
        Assert.True(AriaIndexHeader.TryGetBytesNeeded(file.AsSpan(0, AriaIndexHeader.PrefixBytes), out var needed));
        Assert.True(AriaIndexHeader.TryRead(file.AsSpan(0, needed), out _, out _));
        Assert.False(AriaIndexHeader.TryRead(file.AsSpan(0, needed - 1), out _, out var whyNot));
        Assert.Contains($"needs {needed}", whyNot, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_OtherFile_TellsWhatItExpected()
    {
        Assert.False(AriaIndexHeader.TryRead(new byte[8192], out _, out var whyNot));
        Assert.Equal("starts with 00000000, expected FEFE0903", whyNot);
    }

    [Fact]
    public void TryRead_AnyBytes_NeverThrows()
    {
        ReaderProperties.NeverThrows(bytes => AriaIndexHeader.TryRead(bytes, out _, out _));
        ReaderProperties.NeverThrowsNear(
            EngineGoldens.Read("10.11", "aria_manykeys.MAI.bin"),
            bytes => AriaIndexHeader.TryRead(bytes, out _, out _));
    }

    private static AriaIndexHeader Read(string version, string name)
    {
        Assert.True(AriaIndexHeader.TryRead(EngineGoldens.Read(version, name), out var header, out var whyNot), whyNot);
        return header;
    }

    private static Dictionary<string, string> ReadAriaChk(string version)
        => string.Join('\n', EngineGoldens.ReadLines(version, "aria_chk.txt"))
            .Split("Aria file:           golden/", StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(text => text[..text.IndexOf('\n', StringComparison.Ordinal)].Trim(), text => text);

    private static AriaLsn ToLsn(Group file, Group offset)
        => new(
            uint.Parse(file.ValueSpan, CultureInfo.InvariantCulture),
            uint.Parse(offset.ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    [GeneratedRegex(
        @"create_rename \((?<file>\d+),0x(?<at>[0-9a-f]+)\),.*skip_redo \((?<skipFile>\d+),0x(?<skipAt>[0-9a-f]+)\)",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Lsns();

    [GeneratedRegex(@"UUID: +(?<uuid>\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Uuid();

    [GeneratedRegex(@"Data records: +(?<rows>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Records();
}
