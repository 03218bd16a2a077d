using System.Text;
using Understudy.Formats.OptionFile;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Formats;

/// <summary>Every option file says to us what it says to the server's own <c>my_print_defaults</c>.</summary>
[Trait("Tier", "integration")]
public sealed class OptionFileAgainstServerTests : IDisposable
{
    /// <summary>Pieces that files are put together from; most of them mean something somewhere.</summary>
    private static readonly string[] Pieces =
    [
        "a", "b-c_d", "skip-x", "=", "=", "=", " ", " ", "\t", "'", "'", "\"", "\"", "#", " # ", ";", "\\", "\\\\",
        "\\n", "\\s", "\\'", "\\\"", "\\t", "\\b", "\\r", "\\x", "value", "1", "ä", ",", "/a/b.cnf", "[", "]", "!",
        "\r", "\v",
        "x y",
    ];

    private static readonly string[] LineStarts =
    [
        "a", "name=", "name = '", "name=\"", " b-c =", "name", "# ", ";", "[g]", "[h] ", " [G",
        "[other]", "", "loose-x =",
    ];

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> OddFiles =>
    [
        "", "\n\n", "[g]", "a=1\n", "[g\n", "[ g ]\na\n", "[g ]\na\n", "[g]x\na", "[[g]\na\n", "[g]]\na\n[g]h]\nb\n",
        "[G]\na\n",
        "[g]\na = 1 \n b=2\t\n\tc\n", "[g]\na=1 # c\nb=1# c\nc=1;d\ne #x\nf# y = 2\n",
        "[g]\na='x # y'\nb=\"x # y\" # z\n",
        "[g]\nc='x\\'y # z' # w\nd='it''s'\ne=\"a'b\"\nf=a'b # c'd # e\n",
        "[g]\na=\\n\\t\\s\\\\\\\"\\'\\b\\r\\x\\0.\nb=x\\\n",
        "[g]\nc=\\#y\nd=a\\\\# z\n", "[g]\na=\nb=''\nc=\"\"\nd=' '\ne='\nf=\"x'\ng='x\n", "[g]\na==b\nb=c=d\n",
        "[g]\r\na=1\r\nb='x'\r\nc\r\n[h]\r\nd=3\r\n", "[g]\na=1\0b\nc=2\n\0\nd=3\n", "[g\0]\na\n", "[g]\n!foo\na=1\n",
        "[g]\n!include\na\n", "[g]\n!includedir \na\n", "[g]\n!INCLUDE x\na\n", "[g]\n!include /no/such/file\na\n",
        "[g]\na=\"x\" y\nb=\"x\"y\"\nc='a'b'\n", "[g]\na=1 \v\f\nb=\f2\n", "[g]\na=x\\ b\ny=\\ \nz=a \\s\n",
        "\uFEFF[g]\na\n",
        "[g]\na=\"x\\\"\nb='\\'\nc='\\\\'\n", "[g]\n'a'=1\n'c#d'=2\nab\\=c\n", "[g]\na='x'  'y'\nc ='\n",
        "[g]\nskip-x\n--y=1\n",
        "[g]\n!include INC/a.cnf\nz=1\n", "!include INC/a.cnf\nz=1\n", "[g]\n ! includedir  INC  \nz=1\n[h]\ny\n",
        "[g]\n!include 'INC/a.cnf'\n", "[g]\n!include INC/a.cnf # c\n", "[g]\n!include INC/loop.cnf\nz\n",
    ];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(OddFiles))]
    public void Parse_OddFile_SaysWhatTheServersProgramSays(string text)
    {
        var include = _directory["inc"];
        Directory.CreateDirectory(include);
        File.WriteAllText(Path.Combine(include, "a.cnf"), "[g]\nfroma=1\n[q]\nnot\n");
        File.WriteAllText(Path.Combine(include, "b.txt"), "[g]\nnot\n");
        File.WriteAllText(Path.Combine(include, "loop.cnf"), $"[g]\nl\n!include {include}/loop.cnf\n");
        Compare(text.Replace("INC", include, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(4093)]
    [InlineData(4094)]
    [InlineData(4095)]
    [InlineData(8189)]
    [InlineData(20000)]
    public void Parse_LongLine_IsReadInTheSamePieces(int length)
    {
        Compare($"[g]\na={new string('x', length)}\nb\n");
        Compare($"[g]\n#{new string('x', length)}\nb\n");
    }

    [Fact]
    public void Parse_RandomFiles_SayWhatTheServersProgramSays()
    {
        var random = new Random(20);
        var comparedCount = 0;
        for (var file = 0; file < 500; file++)
        {
            var text = new StringBuilder("[g]\n");
            for (var line = random.Next(1, 10); line > 0; line--)
            {
                text.Append(LineStarts[random.Next(LineStarts.Length)]);
                for (var piece = random.Next(8); piece > 0; piece--)
                {
                    text.Append(Pieces[random.Next(Pieces.Length)]);
                }

                text.Append('\n');
            }

            comparedCount += Compare(text.ToString()) ? 1 : 0;
        }

        Assert.InRange(comparedCount, 250, 500);
    }

    /// <returns>Whether the file was one that the program accepts.</returns>
    private bool Compare(string text)
    {
        var path = _directory["t.cnf"];
        File.WriteAllText(path, text);
        var expected = RunningProgram.Run(
            MariaDbRelease.V10_11.Program("my_print_defaults"), [$"--defaults-file={path}", "g", "h"]);
        var lines = new StringBuilder();
        var isGood = TryPrint(path, 0, lines, out var hasNamelessOption);
        if (hasNamelessOption)
        {
            return false; // What the program prints of these is not defined; see README.md of the folder.
        }

        Assert.True(isGood == (expected.ExitCode == 0), $"{text}\n--\n{expected}");
        if (isGood)
        {
            Assert.True(
                lines.ToString() == expected.Output,
                $"{text}\n-- expected\n{expected.Output}\n-- found\n{lines}");
        }

        return isGood;
    }

    private static bool TryPrint(string path, int depth, StringBuilder lines, out bool hasNamelessOption)
    {
        hasNamelessOption = false;
        if (!File.Exists(path))
        {
            return true;
        }

        var content = OptionFileReader.Parse(File.ReadAllBytes(path));
        foreach (var entry in content.Entries)
        {
            if (entry.Kind == OptionFileEntryKind.Option)
            {
                hasNamelessOption |= entry.Name.Length == 0;
                if (entry.Group is "g" or "h" or "G" or "H")
                {
                    lines.Append("--").Append(entry.RawName);
                    lines.Append(entry.Value is null ? string.Empty : $"={entry.Value}").Append('\n');
                }
            }
            else if (depth < OptionFileReader.IncludeDepthMax)
            {
                foreach (var included in Included(entry))
                {
                    if (!TryPrint(included, depth + 1, lines, out var nameless))
                    {
                        return false;
                    }

                    hasNamelessOption |= nameless;
                }
            }
        }

        return content.Error is null;
    }

    private static IEnumerable<string> Included(OptionFileEntry entry)
        => entry.Kind == OptionFileEntryKind.Include
            ? [entry.Value ?? string.Empty]
            : Directory.EnumerateFiles(entry.Value ?? string.Empty, "*.cnf").Order(StringComparer.Ordinal);
}
