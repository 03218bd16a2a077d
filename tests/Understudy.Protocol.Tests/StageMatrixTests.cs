using System.Text.Json;
using Understudy.Testing;

namespace Understudy.Protocol.Tests;

/// <summary>What <c>understudy stages</c> measures is what docs/protocol.md says and what the model expects.</summary>
[Trait("Tier", "integration")]
public sealed class StageMatrixTests
{
    private const string Document = "docs/protocol.md";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static TheoryData<string> Releases => ModelServers.Releases;

    [Theory]
    [MemberData(nameof(Releases))]
    public void Stages_OnALiveServer_AreAsDocumented(string release)
    {
        using var server = Start(release, "--binlog-format=MIXED", "--general-log=1", "--log-output=TABLE");
        var result = Stages(server, "--json");
        Assert.True(result.ExitCode == 0, result.ToString());
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var measured = lines.Select(line => string.Join(
            " | ", new[] { "kind", "start", "flush", "blockDdl", "blockCommit" }.Select(name => line.GetProperty(name).GetString())));
        var documented = MarkdownSection.Read(Document, "## What waits").Rows
            .Select(row => string.Join(" | ", row.Select(cell => cell.Trim('`', '*'))));
        Assert.Equal(documented, measured);
        Assert.All(lines, line => Assert.True(line.GetProperty("asExpected").GetBoolean()));
        Assert.Equal("0", Leftovers(server));
    }

    /// <summary>Every kind of statement, without a binary log and with rows only; and where the binary log matters.</summary>
    [Theory]
    [MemberData(nameof(Releases))]
    public void Stages_WithoutBinaryLogAndWithRows_DifferWhereTheModelSays(string release)
    {
        string[] kinds = ["update-no-rows", "insert-memory", "insert-temporary", "next-value", "flush-table"];
        foreach (var (arguments, waiting) in new (string[] Arguments, string[] Waiting)[]
        {
            (["--skip-log-bin"], []),
            (["--log-bin=binlog", "--binlog-format=ROW"], ["insert-memory", "next-value", "flush-table"]),
        })
        {
            using var server = MariaDbServer.Start(MariaDbRelease.Find(release), arguments);
            var result = Stages(server, "--json");
            Assert.True(result.ExitCode == 0, result.ToString());
            var found = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Where(line => kinds.Contains(line.GetProperty("kind").GetString()) && line.GetProperty("blockCommit").GetString() == "waits")
                .Select(line => line.GetProperty("kind").GetString());
            Assert.Equal(waiting, found);
        }
    }

    [Fact]
    public void Stages_InTheWayOfABackupAndInterrupted_LeaveNothingBehind()
    {
        using var server = MariaDbServer.Start(MariaDbRelease.V11_8);
        server.Execute("INSTALL SONAME 'metadata_lock_info'");
        using var holder = server.Connect();
        holder.Execute("BACKUP STAGE START");
        holder.Execute("BACKUP STAGE FLUSH");
        var refused = Stages(server, "--only=select", "--lock-wait-timeout=0");
        Assert.Equal(11, refused.ExitCode);
        Assert.Contains($"in the way: connection {holder.ConnectionId} (root@localhost) holds BACKUP STAGE FLUSH", refused.ErrorOutput);
        Assert.Equal("0", Leftovers(server));

        var explained = Stages(server, "--explain", "--only=insert-myisam,commit").Succeeded().Output;
        Assert.Contains($"insert-myisam waits: FLUSH is held by connection {holder.ConnectionId} (root@localhost), which must end first.", explained);
        Assert.Contains("BLOCK all new write locks", explained);
        Assert.Contains("commit runs at FLUSH", explained);
        holder.Execute("BACKUP STAGE END");
        Assert.Contains("commit runs: no stage is held", Stages(server, "--explain", "--only=commit").Output);

        using var program = UnderstudyProgram.Start(["stages", "--no-defaults", $"--socket={server.SocketPath}", "--user=root"]);
        Deadline.WaitFor("the first rows", Limit, () => program.HasEnded || program.OutputSoFar.Contains("insert-innodb ", StringComparison.Ordinal));
        program.Signal(Signals.Interrupt);
        Assert.Equal(130, program.WaitForEnd(Limit).ExitCode);
        Assert.Equal("0", Leftovers(server));
        holder.Execute("SET STATEMENT lock_wait_timeout=0 FOR BACKUP STAGE START");
        holder.Execute("BACKUP STAGE END");

        var unknown = Stages(server, "--only=nonsense");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("Groups: reads, writes, transactions, locks, ddl, accounts, administration.", unknown.ErrorOutput);
    }

    private static MariaDbServer Start(string release, params string[] arguments) => MariaDbServer.Start(new MariaDbServerOptions
    {
        Release = MariaDbRelease.Find(release),
        Arguments = ["--log-bin=binlog", "--server-id=7", "--plugin-load-add=ha_archive", .. arguments],
        RocksDb = true,
    });

    private static string? Leftovers(MariaDbServer server) => server.QueryScalar(
        "SELECT (SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE 'understudy%') "
        + "+ (SELECT COUNT(*) FROM mysql.user WHERE User LIKE 'understudy%')");

    private static ProcessResult Stages(MariaDbServer server, params string[] arguments) => UnderstudyProgram.Run(
        ["stages", "--no-defaults", $"--socket={server.SocketPath}", "--user=root", .. arguments]);
}
