using System.Text;
using Understudy.Formats.OptionFile;

namespace Understudy.Formats.Tests.OptionFile;

/// <summary>
/// The expected values are what my_print_defaults printed; another test compares with the program itself.
/// </summary>
public sealed class OptionFileReaderTests
{
    [Theory]
    [InlineData("a = 1 ", "a", "1")]
    [InlineData("\t a=1\r", "a", "1")]
    [InlineData("a", "a", null)]
    [InlineData("a=", "a", "")]
    [InlineData("a=''", "a", "")]
    [InlineData("a=' '", "a", " ")]
    [InlineData("a='", "a", "'")]
    [InlineData("a==b", "a", "=b")]
    [InlineData("a=1 # c", "a", "1")]
    [InlineData("a=1# c", "a", "1")]
    [InlineData("a=1;c", "a", "1;c")]
    [InlineData("a # = c", "a", null)]
    [InlineData("a='x # y' # z", "a", "x # y")]
    [InlineData("a='x\\'y # z' # w", "a", "x'y # z")]
    [InlineData("a=x'y # z", "a", "x'y # z")]
    [InlineData("a=\"x\" y", "a", "\"x\" y")]
    [InlineData("a='it''s'", "a", "it''s")]
    [InlineData(@"a=\n\t\s\\\""\'\b\r\x", "a", "\n\t \\\"'\b\r\\x")]
    [InlineData(@"a=x\", "a", @"x\")]
    [InlineData(@"a=\#y", "a", @"\")]
    [InlineData("a=1\0b", "a", "1")]
    [InlineData("skip-name-resolve", "skip_name_resolve", null)]
    [InlineData("loose-innodb_x-y = 2", "loose_innodb_x_y", "2")]
    public void Parse_OneLine_GivesNameAndValue(string line, string name, string? value)
    {
        var content = Parse("[g]\n" + line + "\n");
        Assert.Null(content.Error);
        var entry = Assert.Single(content.Entries);
        Assert.Equal((OptionFileEntryKind.Option, "g"), (entry.Kind, entry.Group));
        Assert.Equal((name, value), (entry.Name, entry.Value));
        Assert.Equal(2, entry.LineNumber);
    }

    [Theory]
    [InlineData("[g]", "g")]
    [InlineData("  [g ] # x", "g")]
    [InlineData("[ g]", " g")]
    [InlineData("[g]]", "g")]
    [InlineData("[]", "")]
    public void Parse_GroupLine_StartsThatGroup(string line, string group)
        => Assert.Equal(group, Assert.Single(Parse(line + "\na\n").Entries).Group);

    [Fact]
    public void OptionsOf_GroupInAnotherCase_IsTheSame()
        => Assert.Equal(["a", "c"], Parse("[G]\na\n[h]\nb\n[g]\nc").OptionsOf("g").Select(entry => entry.Name));

    [Theory]
    [InlineData("!include /a/b.cnf ", OptionFileEntryKind.Include, "/a/b.cnf")]
    [InlineData(" ! \tinclude  d/a.cnf", OptionFileEntryKind.Include, "d/a.cnf")]
    [InlineData("!includedir /a/b # c", OptionFileEntryKind.IncludeDirectory, "/a/b # c")]
    [InlineData("!includedir\t'/a'", OptionFileEntryKind.IncludeDirectory, "'/a'")]
    public void Parse_Directive_IsHandedOut(string line, OptionFileEntryKind kind, string path)
    {
        var entry = Assert.Single(Parse(line).Entries);
        Assert.Equal((kind, path), (entry.Kind, entry.Value));
    }

    [Theory]
    [InlineData("!other x")]
    [InlineData("!includefoo x")]
    [InlineData("!INCLUDE x")]
    [InlineData("# [")]
    [InlineData("; [")]
    [InlineData(" \t")]
    public void Parse_LineThatSaysNothing_IsSkipped(string line)
    {
        var content = Parse(line);
        Assert.Null(content.Error);
        Assert.Empty(content.Entries);
    }

    [Theory]
    [InlineData("a=1", 1, "an option before any [group]")]
    [InlineData("[g]\n[h", 2, "a [group] without its closing bracket")]
    [InlineData("[g]\n\n!include \n", 3, "an include without a path")]
    [InlineData("[g]\n!includedir\t\n", 2, "an include without a path")]
    public void Parse_WrongLine_IsTold(string text, int lineNumber, string message)
        => Assert.Equal(new OptionFileError(lineNumber, message), Parse(text).Error);

    [Fact]
    public void Parse_VeryLongLine_IsReadInPiecesAsTheServerDoes()
    {
        var content = Parse("[g]\na=" + new string('x', 5000) + "\nb");
        Assert.Equal([4092, -1, -1], content.Entries.Select(entry => entry.Value?.Length ?? -1));
        Assert.Equal(908, content.Entries[1].Name.Length);
    }

    [Fact]
    public void Parse_AnyBytes_NeverThrows()
    {
        ReaderProperties.NeverThrows(bytes => OptionFileReader.Parse(bytes));
        ReaderProperties.NeverThrowsNear(
            Encoding.ASCII.GetBytes("[g]\na='x\\n' # c\n!include x\nb=\"\\\\\"\n[h]\nc"),
            bytes => OptionFileReader.Parse(bytes));
    }

    private static OptionFileContent Parse(string text) => OptionFileReader.Parse(Encoding.UTF8.GetBytes(text));
}
