using Understudy.Testing;

namespace Understudy.Integration.Tests.LostTables;

/// <summary>Runs a case with a tool, and says what is wrong with what was restored.</summary>
internal sealed class CaseDriver(MariaDbRelease release, DdlCase @case) : IDisposable
{
    /// <summary>So many that a stop in their midst is not missed on a slow machine.</summary>
    internal const int TableCount = 100;

    private static readonly TimeSpan BackupLimit = TimeSpan.FromMinutes(3);

    private readonly MariaDbServer _source = MariaDbServer.Start(release, WorkloadArguments);

    private static string[] WorkloadArguments => ["--innodb-log-file-size=32M", "--plugin-load-add=metadata_lock_info"];

    private string Backup => _source.Directory["backup"];

    private string Restored => _source.Directory["restored"];

    /// <summary>Runs it with the stock tool; the first thing that is wrong, or null.</summary>
    internal string? RunStock()
    {
        var tool = new StockTool(release);
        using var writer = SetUp();
        using var backup = StartStock(tool);
        IReadOnlyList<string> tables = [];
        if (@case.Moment == CaseMoment.AfterFlush)
        {
            backup.WaitForOutput("Finished BACKUP STAGE FLUSH");
        }
        else
        {
            var hold = new StockToolHold(backup, Backup, @case);
            hold.StopBetweenTables(_source);
            tables = @case.Moment == CaseMoment.BeforeCopy ? hold.Pending : hold.Copied;
        }

        Act(tables);
        writer.LetGo();
        backup.Signal(Signals.Continue);
        var result = backup.WaitForEnd(BackupLimit);
        writer.WaitForEnd();
        if (result.ExitCode != 0)
        {
            return $"backup failed: {result}";
        }

        return FindProblem(() => tool.Restore(Backup, Restored));
    }

    /// <summary>Runs it with our program; the first thing that is wrong, or null.</summary>
    internal string? RunOurs()
    {
        var tool = new UnderstudyTool();
        using var writer = SetUp();
        var point = @case.Moment switch
        {
            CaseMoment.BeforeCopy => "in-start",
            CaseMoment.AfterCopy => "start-copied",
            _ => "flush",
        };
        var hold = new BackupHold(point, _source.Directory["pause"]);
        using var backup = tool.StartBackup(_source, Backup, hold);
        hold.WaitUntilReached(backup);
        Act(["t007", "t013"]);
        writer.LetGo();
        hold.LetGo();
        backup.WaitForEnd(BackupLimit).Succeeded();
        writer.WaitForEnd();
        return FindProblem(() => tool.Restore(Backup, Restored));
    }

    public void Dispose() => _source.Dispose();

    private BusyWriter SetUp()
    {
        using var session = _source.Connect();
        session.Execute("CREATE DATABASE c");
        session.Execute("USE c");
        session.Execute("CREATE TABLE c.numbers (seq INT PRIMARY KEY) ENGINE=InnoDB");
        session.Execute("INSERT INTO c.numbers SELECT seq FROM seq_1_to_2000");
        for (var i = 1; i <= TableCount; i++)
        {
            session.Execute($"CREATE TABLE c.t{i:D3} (id INT NOT NULL PRIMARY KEY, v VARCHAR(100), KEY (v)) ENGINE=Aria");
            session.Execute($"INSERT INTO c.t{i:D3} SELECT seq, 'table {i}' FROM seq_1_to_{20 + i}");
        }

        foreach (var statement in @case.SetUp)
        {
            session.Execute(statement);
        }

        return new BusyWriter(_source, @case.BusyWriterCount);
    }

    private RunningProgram StartStock(StockTool tool) => @case.Moment == CaseMoment.AfterFlush
        ? tool.StartBackup(_source, Backup)
        : tool.StartBackup(_source, Backup, StockToolHold.Arguments);

    private void Act(IReadOnlyList<string> tables)
    {
        using var session = _source.Connect();
        session.Execute("SET SESSION lock_wait_timeout = 60");
        foreach (var statement in @case.Act)
        {
            var sql = statement.TrimStart('!').Replace("{0}", tables.ElementAtOrDefault(0)).Replace("{1}", tables.ElementAtOrDefault(1));
            if (statement.StartsWith('!'))
            {
                Assert.Throws<Server.ServerException>(() => session.Execute(sql));
            }
            else
            {
                session.Execute(sql);
            }
        }
    }

    private string? FindProblem(Action restore)
    {
        var expected = ServerState.Capture(_source, static database => database == "c");
        try
        {
            restore();
            using var restored = MariaDbServer.StartOn(
                Restored, release, [.. WorkloadArguments, "--myisam-recover-options=OFF", "--aria-recover-options=OFF"]);
            var damage = TableCheck.FindDamage(restored);
            var differences = ServerState.Capture(restored, static database => database == "c").DifferencesFrom(expected);
            restored.Stop();
            return damage.Concat(differences).Concat(StrayFiles.Find(Path.Combine(Restored, "c"))).FirstOrDefault();
        }
        catch (TestBedException e)
        {
            return e.Message;
        }
    }
}
