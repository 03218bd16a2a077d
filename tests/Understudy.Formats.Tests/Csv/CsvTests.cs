using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.Csv;

namespace Understudy.Formats.Tests.Csv;

public sealed class CsvTests
{
    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void Metadata_OfClosedTable_CountsItsRows(string version)
    {
        var file = EngineGoldens.Read(version, "csv.CSM.bin");
        var rows = EngineGoldens.Read(version, "csv.CSV.bin");
        Assert.True(CsvMetadata.TryRead(file, out var metadata, out var whyNot), whyNot);
        Assert.Equal(new CsvMetadata((ulong)CsvRows.CountComplete(rows), false), metadata);
        Assert.Equal(3ul, metadata.RowCount);
        var written = new byte[CsvMetadata.Size];
        metadata.Write(written);
        Assert.Equal(file, written);
    }

    [Fact]
    public void Metadata_AnyValues_AreReadAgain()
        => Prop.ForAll<ulong, bool>((rows, isCrashed) =>
        {
            var expected = new CsvMetadata(rows, isCrashed);
            var file = new byte[CsvMetadata.Size];
            Array.Fill(file, (byte)0xAA);
            expected.Write(file);
            return CsvMetadata.TryRead(file, out var read, out _) && read == expected;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("", "0 bytes long, expected 35")]
    [InlineData("FE01", "2 bytes long, expected 35")]
    public void Metadata_WrongLength_IsRefused(string hex, string expected)
    {
        Assert.False(CsvMetadata.TryRead(Convert.FromHexString(hex), out _, out var whyNot));
        Assert.Equal(expected, whyNot);
    }

    [Fact]
    public void Metadata_WrongVersion_IsRefused()
    {
        var file = EngineGoldens.Read("10.11", "csv.CSM.bin");
        file[1] = 2;
        Assert.False(CsvMetadata.TryRead(file, out _, out var whyNot));
        Assert.Equal("starts with FE02, expected FE01", whyNot);
    }

    [Fact]
    public void Metadata_AnyBytes_NeverThrows()
    {
        ReaderProperties.NeverThrows(bytes => CsvMetadata.TryRead(bytes, out _, out _));
        ReaderProperties.NeverThrowsNear(
            EngineGoldens.Read("10.11", "csv.CSM.bin"),
            bytes => CsvMetadata.TryRead(bytes, out _, out _));
    }

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("1,2", 0, 0)]
    [InlineData("1,2\n", 1, 4)]
    [InlineData("1\n2\n3", 2, 4)]
    [InlineData("\n\n", 2, 2)]
    public void Rows_EndWithANewline(string text, int count, int end)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        Assert.Equal(count, CsvRows.CountComplete(bytes));
        Assert.Equal(end, CsvRows.EndOfLastComplete(bytes));
    }
}
