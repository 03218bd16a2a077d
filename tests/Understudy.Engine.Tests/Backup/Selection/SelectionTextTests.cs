using FsCheck;
using FsCheck.Fluent;
using Understudy.Engine.Backup;
using Understudy.Formats;

namespace Understudy.Engine.Tests.Backup.Selection;

public sealed class SelectionTextTests
{
    private const string Option = "--databases";

    [Theory]
    [InlineData(SelectionRules.Native, "a b.c\td", "a|b.c|d")]
    [InlineData(SelectionRules.Native, "a,b.c, d", "a|b.c|d")]
    [InlineData(SelectionRules.MariaDbBackup, " a b.c\td ", "a|b.c|d")]
    [InlineData(SelectionRules.MariaDbBackup, "", "")]
    public void Names_OfAList_AreTakenApart(SelectionRules rules, string value, string expected) =>
        Assert.Equal(expected, string.Join('|', SelectionText.Names(value, Option, rules)));

    [Theory]
    [InlineData(SelectionRules.MariaDbBackup, "a,b", "comma")]
    [InlineData(SelectionRules.MariaDbBackup, "'lost+found'", "quotes")]
    [InlineData(SelectionRules.Native, "\"a\"", "quotes")]
    [InlineData(SelectionRules.Native, "a/b", "a/b")]
    [InlineData(SelectionRules.MariaDbBackup, "a\\b", "character")]
    [InlineData(SelectionRules.MariaDbBackup, "~a", "character")]
    [InlineData(SelectionRules.Native, "a.", "neither")]
    [InlineData(SelectionRules.Native, ".t", "neither")]
    public void Names_ThatCannotBeMeant_AreRefused(SelectionRules rules, string value, string said)
    {
        var error = Assert.Throws<FailureException>(() => SelectionText.Names(value, Option, rules));
        Assert.Equal(FailureKind.Usage, error.Kind);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a,b", "a|b")]
    [InlineData("a{1,2},b[,x],c\\,d,", "a{1,2}|b[,x]|c\\,d")]
    [InlineData("", "")]
    public void Expressions_AreSplitAtCommasOutsideOfBraces(string value, string expected) =>
        Assert.Equal(expected, string.Join('|', SelectionText.Expressions(value)));

    [Fact]
    public void Expressions_OfPlainWords_ComeBack() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), words =>
        {
            var texts = words.Select(word => $"t{word}").ToArray();
            return SelectionText.Expressions(string.Join(',', texts)).SequenceEqual(texts);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void FileOf_LinesOfAnySort_AreNames()
    {
        using var file = new TemporaryFile("a\r\n\nb.t\n  we ird.x\nlast");
        Assert.Equal(["a", "b.t", "we ird.x", "last"], SelectionText.FileOf(file.Path, Option, SelectionRules.Native, mustBeTables: false));
    }

    [Theory]
    [InlineData("a\n", true, "has no dot")]
    [InlineData("\n", false, "names nothing")]
    [InlineData("'a'\n", false, "quotes")]
    public void FileOf_BadLine_IsRefused(string text, bool mustBeTables, string said)
    {
        using var file = new TemporaryFile(text);
        var error = Assert.Throws<FailureException>(() => SelectionText.FileOf(file.Path, Option, SelectionRules.Native, mustBeTables));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains(file.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FileOf_MissingFile_IsRefused()
    {
        var error = Assert.Throws<FailureException>(
            () => SelectionText.FileOf("/nowhere/at all", Option, SelectionRules.Native, mustBeTables: false));
        Assert.Equal(FailureKind.Usage, error.Kind);
    }

    private sealed class TemporaryFile : IDisposable
    {
        internal TemporaryFile(string text)
        {
            Path = System.IO.Path.GetTempFileName();
            File.WriteAllText(Path, text);
        }

        internal string Path { get; }

        public void Dispose() => File.Delete(Path);
    }
}
