using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.FileNames;

namespace Understudy.Formats.Tests.FileNames;

public sealed class FilenameCharsetTests
{
    [Theory]
    [InlineData("dé b-1/x", "d@0p@0020b@002d1@002fx")]
    [InlineData("t ümläut/äß$-日本.x#y", "t@0020@1oml@0kut@002f@0k@1j@0024@002d@65e5@672c@002ex@0023y")]
    [InlineData("CON", "CON@@@")]
    [InlineData("lpt9", "lpt9@@@")]
    [InlineData("lpt0", "lpt0")]
    [InlineData("É", "@0P")]
    [InlineData("Ａ", "@A@")]
    [InlineData("#sql-xx", "@0023sql@002dxx")]
    [InlineData("plain_Name1", "plain_Name1")]
    public void EncodeDecode_KnownNames(string name, string fileName)
    {
        Assert.Equal(fileName, FilenameCharset.Encode(name));
        Assert.Equal(name, FilenameCharset.Decode(fileName));
    }

    [Theory]
    [InlineData("#sql-alter-1a-2")]
    [InlineData("a-b")]
    [InlineData("a.b")]
    [InlineData("a@")]
    [InlineData("a@00")]
    [InlineData("a@002D")]
    [InlineData("@0000")]
    [InlineData("@d800")]
    [InlineData("é")]
    [InlineData("x@@@y")]
    [InlineData("")]
    public void Decode_NotInCharset_ShownAsOldName(string fileName)
    {
        Assert.False(FilenameCharset.TryDecode(fileName, out _));
        Assert.Equal("#mysql50#" + fileName, FilenameCharset.Decode(fileName));
    }

    [Theory]
    [InlineData("#mysql50#a-b", "a-b")]
    public void Encode_OldName_IsTheFileName(string name, string fileName) =>
        Assert.Equal(fileName, FilenameCharset.Encode(name));

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("\U0001F600")]
    public void Encode_NoName_Throws(string name) =>
        Assert.Throws<ArgumentException>(() => FilenameCharset.Encode(name));

    // What the servers said, for every code point of the basic plane.
    [Fact]
    public void Encode_EveryCharacter_AsTheServersTable()
    {
        var escapes = new Dictionary<char, string>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "filename-charset.tsv")))
        {
            if (line.Length != 0 && line[0] != '#')
            {
                var parts = line.Split('\t');
                escapes.Add((char)ushort.Parse(parts[0], NumberStyles.AllowHexSpecifier), parts[1]);
            }
        }

        Assert.Equal(1510, escapes.Count);
        for (var code = 1; code <= char.MaxValue; code++)
        {
            var character = (char)code;
            if (char.IsSurrogate(character))
            {
                continue;
            }

            var expected = escapes.GetValueOrDefault(character)
                ?? (char.IsAsciiLetterOrDigit(character) || character == '_' ? character.ToString() : $"@{code:x4}");
            Assert.Equal(expected, FilenameCharset.Encode([character]));
            Assert.Equal(character.ToString(), FilenameCharset.Decode(expected));
        }
    }

    [Fact]
    public void Decode_AfterEncode_GivesTheName() =>
        Prop.ForAll<string>(text =>
        {
            if (!FilenameCharset.TryEncode(text, out var fileName))
            {
                return string.IsNullOrEmpty(text) || text.Any(c => c == '\0' || char.IsSurrogate(c));
            }

            return text.StartsWith("#mysql50#", StringComparison.Ordinal)
                || (fileName.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '@')
                    && FilenameCharset.Decode(fileName) == text);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decode_AnyText_NeverThrows() =>
        Prop.ForAll<string>(text =>
        {
            var decoded = FilenameCharset.Decode("@" + text);
            return decoded.Length > 0 && FilenameCharset.Decode(text ?? string.Empty).Length > 0;
        }).QuickCheckThrowOnFailure();
}
