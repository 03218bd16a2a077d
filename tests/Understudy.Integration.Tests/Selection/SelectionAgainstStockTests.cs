using Understudy.Testing;

namespace Understudy.Integration.Tests.Selection;

/// <summary>The same filters find the same files as those of mariadb-backup.</summary>
public sealed class SelectionAgainstStockTests
{
    private static readonly string[][] Filters =
    [
        ["--databases=a.t1 mysql"],
        ["--databases=a", "--tables-exclude=p1"],
        ["--databases-exclude=a b@002dc"],
        ["--databases=we@0020ird b@002dc.t@002d1"],
        ["--databases=a b@002dc", "--databases-exclude=a.t1 a.p"],
        ["--tables=^a[.]p$"],
        ["--tables=a[.]p#P#p0,^a[.]t[[:digit:]]+$"],
        ["--tables-exclude=t1,^sys[.]"],
        ["--databases=a.t1", "--tables=a[.]sp,^b", "--tables-exclude=p1"],
    ];

    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void Filters_FindTheFilesThatTheStockToolFinds(string version)
    {
        using var server = SelectionServer.Start(version);
        var stock = new StockTool(server.Release);
        var tool = new UnderstudyTool();
        for (var i = 0; i < Filters.Length; i++)
        {
            var (theirs, ours) = (server.Directory[$"theirs{i}"], server.Directory[$"ours{i}"]);
            stock.Backup(server, theirs, Filters[i]).Succeeded();
            using var backup = tool.StartBackup(server, ours, null, Filters[i]);
            backup.WaitForEnd(TimeSpan.FromMinutes(5)).Succeeded();

            Assert.True(Listed(theirs).SequenceEqual(Listed(ours)), $"{string.Join(' ', Filters[i])}\n{Differences(theirs, ours)}");
            Assert.Contains("partial = Y", File.ReadAllText($"{ours}/{server.Release.BackupFilePrefix}info"), StringComparison.Ordinal);
        }
    }

    /// <summary>Where the native rules differ, the face of mariadb-backup has the stock tool's.</summary>
    [Fact]
    public void FiltersOfTheFace_FindTheFilesThatTheStockToolFinds()
    {
        using var server = SelectionServer.Start("10.11");
        var filters = new[] { "--databases-exclude=a.t1", "--databases-exclude=lost+found", "--tables=^a[.](t1|trg)$" };
        for (var i = 0; i < filters.Length; i++)
        {
            var (theirs, ours) = (server.Directory[$"theirs{i}"], server.Directory[$"ours{i}"]);
            new StockTool(server.Release).Backup(server, theirs, filters[i]).Succeeded();
            var result = UnderstudyProgram.Run(
                "mariadb-backup", "--no-defaults", "--backup", $"--target-dir={ours}", $"--socket={server.SocketPath}", "--user=root", filters[i]).Succeeded();

            Assert.EndsWith("completed OK!", result.ErrorOutput.TrimEnd(), StringComparison.Ordinal);
            Assert.True(Listed(theirs).SequenceEqual(Listed(ours)), $"{filters[i]}\n{Differences(theirs, ours)}");
            Assert.Equal(File.Exists($"{theirs}/a/trg.TRN"), File.Exists($"{ours}/a/trg.TRN"));
        }
    }

    // Of a trigger's two files ours keeps both or none. What the stock tool still has to rename has another extension.
    private static IEnumerable<string> Listed(string directory) => Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(directory, path))
        .Where(path => path.Contains('/', StringComparison.Ordinal) && !path.EndsWith(".TRN", StringComparison.Ordinal))
        .Select(path => path.EndsWith(".new", StringComparison.Ordinal) ? Path.ChangeExtension(path, ".ibd") : path)
        .Order(StringComparer.Ordinal);

    private static string Differences(string theirs, string ours) =>
        $"missing: {string.Join(' ', Listed(theirs).Except(Listed(ours)))}\ntoo many: {string.Join(' ', Listed(ours).Except(Listed(theirs)))}";
}
