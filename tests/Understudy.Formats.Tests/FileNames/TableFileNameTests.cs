using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.FileNames;

namespace Understudy.Formats.Tests.FileNames;

public sealed class TableFileNameTests
{
    [Theory]
    [InlineData("t1.ibd", "t1", null, null, "ibd")]
    [InlineData("t1#P#p0.MYD", "t1", "p0", null, "MYD")]
    [InlineData("t1#P#p0#SP#s1.ibd", "t1", "p0", "s1", "ibd")]
    [InlineData("t1#p#p0#sp#s1.ibd", "t1", "p0", "s1", "ibd")]
    [InlineData("p1#P#p@0k@0023P@0023x.ibd", "p1", "pä#P#x", null, "ibd")]
    [InlineData("CON@@@.frm", "CON", null, null, "frm")]
    [InlineData("a-b.frm", "#mysql50#a-b", null, null, "frm")]
    [InlineData("noextension", "noextension", null, null, "")]
    [InlineData("#P#x.ibd", "#mysql50##P#x", null, null, "ibd")]
    public void Parse_Names(string fileName, string table, string? partition, string? subpartition, string extension)
    {
        var name = TableFileName.Parse(fileName);
        Assert.Equal(table, name.Table);
        Assert.Equal(partition, name.Partition);
        Assert.Equal(subpartition, name.Subpartition);
        Assert.Equal(extension, name.Extension);
        Assert.False(name.IsTemporary);
        Assert.False(name.IsFullTextAuxiliary);
        Assert.False(name.IsTransientPartition);
    }

    [Theory]
    [InlineData("#sql-alter-1a2b-c.ibd", true)]
    [InlineData("#sql-alter-1a2b-c#P#p0.ibd", true)]
    [InlineData("#sql-backup-1-2#P#p0.ibd", true)]
    [InlineData("#sql-ib123.ibd", true)]
    [InlineData("@0023sql@002dxx.ibd", false)]
    [InlineData("sql.ibd", false)]
    public void IsTemporary_OnlyUnencodedMarks(string fileName, bool expected) =>
        Assert.Equal(expected, TableFileName.Parse(fileName).IsTemporary);

    [Theory]
    [InlineData("t#P#p0#TMP#.ibd", "p0", null)]
    [InlineData("t#P#p0#SP#s#REN#.ibd", "p0", "s")]
    public void Parse_TransientPartition(string fileName, string partition, string? subpartition)
    {
        var name = TableFileName.Parse(fileName);
        Assert.True(name.IsTransientPartition);
        Assert.Equal(partition, name.Partition);
        Assert.Equal(subpartition, name.Subpartition);
    }

    [Theory]
    [InlineData("FTS_000000000000002a_BEING_DELETED.ibd", 0x2Aul)]
    [InlineData("FTS_000000000000002a_BEING_DELETED_CACHE.ibd", 0x2Aul)]
    [InlineData("FTS_000000000000002a_CONFIG.ibd", 0x2Aul)]
    [InlineData("FTS_000000000000002a_DELETED.ibd", 0x2Aul)]
    [InlineData("FTS_000000000000002a_DELETED_CACHE.ibd", 0x2Aul)]
    [InlineData("FTS_000000000000002a_0000000000000065_INDEX_1.ibd", 0x2Aul)]
    [InlineData("FTS_000000000000002a_0000000000000065_INDEX_6.ibd", 0x2Aul)]
    [InlineData("FTS_000000000000002a_0000000000000065_INDEX_7.ibd", null)]
    [InlineData("FTS_000000000000002a_0000000000000065_INDEX_11.ibd", null)]
    [InlineData("FTS_000000000000002a_OTHER.ibd", null)]
    [InlineData("FTS_000000000000002a.ibd", null)]
    [InlineData("FTS_00000000000002a_CONFIG.ibd", null)]
    [InlineData("FTS_.ibd", null)]
    [InlineData("FTS.ibd", null)]
    public void FullTextTableId_Names(string fileName, ulong? expected)
    {
        Assert.Equal(expected, TableFileName.Parse(fileName).FullTextTableId);
        Assert.Equal(expected is not null, TableFileName.Parse(fileName).IsFullTextAuxiliary);
    }

    [Fact]
    public void Parse_AnyText_NeverThrows() =>
        Prop.ForAll<string>(text =>
        {
            var name = TableFileName.Parse(text ?? "");
            _ = name.FullTextTableId;
            var marked = TableFileName.Parse("FTS_0000000000000001_" + text + "#P#" + text);
            _ = marked.FullTextTableId;
            return name.Table is not null && marked.Partition is not null;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Parse_EncodedParts_ComeBack() =>
        Prop.ForAll<string, string, string>((table, partition, subpartition) =>
        {
            if (!FilenameCharset.TryEncode(table, out var encodedTable)
                || !FilenameCharset.TryEncode(partition, out var encodedPartition)
                || !FilenameCharset.TryEncode(subpartition, out var encodedSubpartition))
            {
                return true;
            }

            var name = TableFileName.Parse($"{encodedTable}#P#{encodedPartition}#SP#{encodedSubpartition}.ibd");
            return name.Table == table && name.Partition == partition && name.Subpartition == subpartition;
        }).QuickCheckThrowOnFailure();
}
