using Understudy.Engine;
using Understudy.Engine.Prepare;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Prepare;

/// <summary>A small backup whose log changes pages that were in the files before it begins, and what preparing makes of it.</summary>
public sealed class PreparableBackup : IDisposable
{
    public PreparableBackup()
    {
        using var server = MariaDbServer.Start(MariaDbRelease.V10_11);
        server.Execute(
            "CREATE DATABASE f",
            "CREATE TABLE f.i (n INT PRIMARY KEY, t VARCHAR(100)) ENGINE=InnoDB",
            "INSERT INTO f.i SELECT seq, REPEAT('x', 100) FROM f.seq_1_to_3000",
            "SET GLOBAL innodb_max_dirty_pages_pct=0");
        Deadline.WaitFor("a checkpoint behind the table", TimeSpan.FromMinutes(2), () => server.QueryScalar(
            """
            SELECT SUM(IF(variable_name = 'INNODB_LSN_CURRENT', 1, -1) * variable_value) < 100
            FROM information_schema.GLOBAL_STATUS WHERE variable_name IN ('INNODB_LSN_CURRENT', 'INNODB_LSN_LAST_CHECKPOINT')
            """) == "1");
        server.Execute(
            "SET GLOBAL innodb_max_dirty_pages_pct=90",
            "UPDATE f.i SET t = REPEAT('z', 90) WHERE n % 200 = 0");
        using var session = server.Connect();
        session.Execute("BEGIN");
        session.Execute("UPDATE f.i SET t = 'open' WHERE n = 5");
        server.Execute("UPDATE f.i SET t = 'closed' WHERE n = 6");
        UnderstudyProgram.Run("backup", $"--socket={server.SocketPath}", "--user=root", $"--target-dir={Good}").Succeeded();
        Run(Copy("prepared"));
    }

    internal TemporaryDirectory Place { get; } = new();

    internal string Good => Place["good"];

    internal string Prepared => Place["prepared"];

    internal static PrepareResult Run(string directory) => PrepareOperation.Run(
        new PrepareOptions { Directory = directory, UseMemoryBytes = 16 << 20 }, new OperationProgress(), CancellationToken.None);

    internal string Copy(string name) => CopyTo(Good, Place[name]);

    /// <summary>Copies a directory; a name alone is one in <see cref="Place"/>.</summary>
    internal string CopyTo(string source, string target)
    {
        target = Path.IsPathRooted(target) ? target : Place[target];
        RunningProgram.Run("/bin/cp", ["-a", source, target]).Succeeded();
        return target;
    }

    /// <summary>That a directory holds what preparing the good backup makes, byte for byte.</summary>
    internal void AssertSame(string directory) =>
        RunningProgram.Run("/usr/bin/diff", ["-r", "--exclude=understudy.json*", Prepared, directory]).Succeeded();

    public void Dispose() => Place.Dispose();
}
