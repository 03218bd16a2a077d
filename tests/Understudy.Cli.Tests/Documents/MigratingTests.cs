using System.Text;
using Understudy.Cli.Faces.MariaDbBackup.CommandLine;
using Understudy.Testing;

namespace Understudy.Cli.Tests.Documents;

/// <summary>
/// The option tables of docs/migrating-from-mariadb-backup.md are made from the program's own table: with
/// <c>UNDERSTUDY_WRITE_DOCUMENTS=1</c> this test writes them, and else it compares.
/// </summary>
public sealed class MigratingTests
{
    private const string Document = "docs/migrating-from-mariadb-backup.md";
    private const string Begin = "<!-- options: begin -->";
    private const string End = "<!-- options: end -->";

    [Fact]
    public void Document_OptionTables_AreThoseOfTheProgram()
    {
        var path = RepositoryFiles.PathOf(Document);
        var text = File.ReadAllText(path);
        var start = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = text.IndexOf(End, StringComparison.Ordinal);
        var tables = MakeTables();
        if (Environment.GetEnvironmentVariable("UNDERSTUDY_WRITE_DOCUMENTS") == "1")
        {
            File.WriteAllText(path, text[..start] + tables + text[end..]);
            return;
        }

        Assert.True(tables == text[start..end], $"the tables of {Document} are not those of the program: run this test with UNDERSTUDY_WRITE_DOCUMENTS=1");
    }

    private static string MakeTables()
    {
        var text = new StringBuilder("\n");
        foreach (var (area, options) in FaceOptions.Areas)
        {
            text.Append($"\n### {area}\n\n| option | in | default | here |\n| --- | --- | --- | --- |\n");
            foreach (var option in options)
            {
                text.Append($"| {Name(option)} | {Modes(option.Modes)} | {option.Default} | {What(option)} |\n");
            }
        }

        return text.Append('\n').ToString();
    }

    private static string Name(FaceOption option) =>
        $"`--{option.Name}`{(option.Letter is { } letter ? $", `-{letter}`" : "")}{(option.OnlyIn is { } series ? $" ({series} only)" : "")}";

    private static string Modes(FaceModes modes) => modes == FaceModes.All ? "all" : string.Join(", ", ((FaceModes, string)[])
        [(FaceModes.Backup, "backup"), (FaceModes.Prepare, "prepare"), (FaceModes.CopyBack, "copy-back"), (FaceModes.Decompress, "decompress")]
        is var all ? all.Where(m => modes.HasFlag(m.Item1)).Select(m => m.Item2) : []);

    private static string What(FaceOption option) => option.Disposition switch
    {
        FaceDisposition.Accepted => "*no effect:* " + option.Note,
        _ => option.Note,
    };
}
