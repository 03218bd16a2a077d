using Understudy.Formats.Frm;

namespace Understudy.Formats.Tests.Frm;

public sealed class FrmHeaderTests
{
    public static TheoryData<string> Versions => EngineGoldens.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public void TryRead_FilesOfServer_NameTheEngineThatTheServerNames(string version)
    {
        var seen = 0;
        foreach (var row in EngineGoldens.ReadLines(version, "tables.tsv").Select(line => line.Split('\t')))
        {
            var header = Read(version, row[0]);
            var isView = row[2] == "VIEW";
            Assert.Equal(isView, header.IsView);
            Assert.Equal(isView ? TableEngine.View : TableEngineNames.FromName(row[1]), header.StorageEngine);
            Assert.Equal(row[2] == "SEQUENCE", header.IsSequence);
            Assert.Equal(row[0].EndsWith("_part", StringComparison.Ordinal), header.IsPartitioned);
            Assert.Equal(isView, header.DefinitionVersion is null);
            Assert.NotEqual(TableEngine.Other, header.StorageEngine);
            seen++;
        }

        Assert.Equal(20, seen);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void TryRead_PartitionedTable_NamesBothEngines(string version)
    {
        var header = Read(version, "rocksdb_part");
        Assert.Equal(TableEngine.Partition, header.Engine);
        Assert.Equal(TableEngine.RocksDb, header.StorageEngine);
        Assert.Equal("ROCKSDB", header.DefaultPartitionEngine);
        Assert.Equal("partition", header.EngineName);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void TryRead_OptionsThatWereGiven_AreTold(string version)
    {
        Assert.Equal((false, null), OptionsOf(version, "aria_plain"));
        Assert.Equal((true, false), OptionsOf(version, "aria_nochecksum"));
        Assert.Equal((null, null), OptionsOf(version, "aria_online"));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void TryRead_DefinitionVersion_IsTheOneInTheDdlLog(string version)
    {
        var id = Read(version, "myisam").DefinitionVersion;
        Assert.Contains(
            EngineGoldens.ReadLines(version, "ddl.log"),
            line => line.Contains($"\tmyisam\t{id}\t", StringComparison.Ordinal));
    }

    [Fact]
    public void TryRead_StartOnly_KnowsAllButTheEngineName()
    {
        var file = EngineGoldens.Read("10.11", "rocksdb_part.frm.bin");
        Assert.True(FrmHeader.TryRead(file.AsSpan(0, 100), out var header, out _));
        Assert.Null(header.EngineName);
        Assert.Equal(TableEngine.RocksDb, header.StorageEngine);
        Assert.NotNull(header.DefinitionVersion);
    }

    [Fact]
    public void TryRead_VeryOldDefinition_HasNoVersion()
    {
        var file = EngineGoldens.Read("10.11", "myisam.frm.bin");
        file[64] = (byte)'/';
        Assert.True(FrmHeader.TryRead(file, out var header, out _));
        Assert.Null(header.DefinitionVersion);
        Assert.Equal(TableEngine.MyIsam, header.Engine);
    }

    [Theory]
    [InlineData("", "starts with , expected FE01 or TYPE=VIEW")]
    [InlineData("AABB", "starts with AABB, expected FE01 or TYPE=VIEW")]
    [InlineData("FE010A", "only 3 bytes, a table definition has more than 64")]
    public void TryRead_OtherFile_TellsWhatItExpected(string hex, string expected)
    {
        Assert.False(FrmHeader.TryRead(Convert.FromHexString(hex), out _, out var whyNot));
        Assert.Equal(expected, whyNot);
    }

    [Fact]
    public void TryRead_AnyBytes_NeverThrows()
    {
        ReaderProperties.NeverThrows(bytes => FrmHeader.TryRead([0xFE, 0x01, .. bytes, .. bytes], out _, out _));
        ReaderProperties.NeverThrowsNear(
            EngineGoldens.Read("11.8", "rocksdb_part.frm.bin"),
            bytes => FrmHeader.TryRead(bytes, out _, out _));
    }

    private static (bool? Transactional, bool? PageChecksum) OptionsOf(string version, string table)
    {
        var header = Read(version, table);
        return (header.Transactional, header.PageChecksum);
    }

    private static FrmHeader Read(string version, string table)
    {
        var file = EngineGoldens.Read(version, table + ".frm.bin");
        Assert.True(FrmHeader.TryRead(file, out var header, out var whyNot), whyNot);
        return header;
    }
}
