using System.Diagnostics;
using Understudy.Fault.Tests.Support;
using Understudy.Testing;

namespace Understudy.Fault.Tests.Refused;

/// <summary>What makes a backup impossible is said, with what to do, by its exit code, and before anything is made.</summary>
public sealed class RefusedBackupTests(EnginesServer fixture) : IClassFixture<EnginesServer>
{
    private MariaDbServer Server => fixture.Server;

    [Fact]
    public void Backup_NoServer_SaysWhereItLooked()
    {
        var socket = fixture.Place["no-such-socket"];

        var result = UnderstudyProgram.Run("backup", $"--socket={socket}", "--user=root", $"--target-dir={fixture.Place["none"]}");

        Backups.AssertFailed(result, 1, socket);
        AssertNothingMade("none");
    }

    [Fact]
    public void Backup_WrongPassword_IsDeniedAndKeepsThePasswordSecret()
    {
        Server.Execute("CREATE OR REPLACE USER wrong@localhost IDENTIFIED BY 'right'");

        var result = UnderstudyProgram.Run(
            "backup", $"--socket={Server.SocketPath}", "--user=wrong", "--password=s3cr3t-guess", $"--target-dir={fixture.Place["none"]}");

        Backups.AssertFailed(result, 12, "'wrong'@'localhost'");
        Assert.DoesNotContain("s3cr3t-guess", result.ErrorOutput + result.Output, StringComparison.Ordinal);
        AssertNothingMade("none");
    }

    [Theory]
    [InlineData("", "RELOAD, PROCESS, BINLOG MONITOR")]
    [InlineData("PROCESS", "RELOAD, BINLOG MONITOR")]
    [InlineData("RELOAD, PROCESS", "BINLOG MONITOR")]
    [InlineData("RELOAD, BINLOG MONITOR", "PROCESS")]
    public void Backup_PrivilegesMissing_NamesEach(string granted, string missing)
    {
        Server.Execute("CREATE OR REPLACE USER few@localhost");
        if (granted.Length > 0)
        {
            Server.Execute($"GRANT {granted} ON *.* TO few@localhost");
        }

        var result = BackupAs("few", "none");

        Backups.AssertFailed(result, 12, [.. missing.Split(", "), "HINT: ", "GRANT"]);
        var message = result.ErrorOutput[..result.ErrorOutput.IndexOf("HINT: ", StringComparison.Ordinal)];
        foreach (var has in granted.Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.DoesNotContain(has, message, StringComparison.Ordinal);
        }

        AssertNothingMade("none");
    }

    [Fact]
    public void Backup_ExactlyThePrivilegesThatAreAskedFor_Succeeds()
    {
        Server.Execute("CREATE OR REPLACE USER few@localhost");
        var asked = BackupAs("few", "none").ErrorOutput
            .Split('\n')
            .Select(line => line[(line.IndexOf("GRANT", StringComparison.Ordinal) is var at and >= 0 ? at : line.Length)..])
            .Single(statement => statement.Length > 0);

        Server.Execute(asked.TrimEnd(';', '.', ' '));

        BackupAs("few", "privileged").Succeeded();
    }

    [Fact]
    public void Backup_TargetNotEmpty_IsRefusedAndLeavesItAlone()
    {
        Directory.CreateDirectory(fixture.Place["taken"]);
        File.WriteAllText(Path.Combine(fixture.Place["taken"], "precious"), "text");

        var result = Backups.Take(Server, fixture.Place["taken"]);

        Backups.AssertFailed(result, 1, fixture.Place["taken"], "not empty", "HINT: ");
        Assert.Equal("text", File.ReadAllText(Path.Combine(fixture.Place["taken"], "precious")));
        Assert.Single(Directory.EnumerateFileSystemEntries(fixture.Place["taken"]));
    }

    [Fact]
    public void Backup_TargetIsAFile_IsRefused()
    {
        File.WriteAllText(fixture.Place["file"], "text");

        Backups.AssertFailed(Backups.Take(Server, fixture.Place["file"]), 1, fixture.Place["file"]);
        Assert.Equal("text", File.ReadAllText(fixture.Place["file"]));
    }

    [Fact]
    public void Backup_DataDirectoryOfAnotherServer_IsNoticed()
    {
        using var other = MariaDbServer.Start(new MariaDbServerOptions { Release = MariaDbRelease.V10_11, RocksDb = true });
        other.Execute("CREATE DATABASE o", "CREATE TABLE o.t (n INT) ENGINE=InnoDB", "INSERT INTO o.t VALUES (1)");

        AssertForeign(Backups.Take(Server, fixture.Place["foreign"], $"--datadir={other.DataDirectory}"), other.DataDirectory, "foreign");
    }

    [Fact]
    public void Backup_DataDirectoryWithoutTheServersFiles_SaysWhatIsMissing()
    {
        using var other = MariaDbServer.Start(MariaDbRelease.V10_11);

        var result = Backups.Take(Server, fixture.Place["none"], $"--datadir={other.DataDirectory}");

        Backups.AssertFailed(result, 1, $"{other.DataDirectory}/#rocksdb is not here", "HINT: ", "--datadir");
        AssertNothingMade("none");
    }

    /// <summary>The copy has the same redo log and the same checkpoint: only what the server does from now on tells them apart.</summary>
    [Fact]
    public void Backup_CopyOfTheDataDirectory_IsNoticed()
    {
        var copy = fixture.Place["copy"];
        RunningProgram.Run("/bin/cp", ["-a", Server.DataDirectory, copy]).Succeeded();

        AssertForeign(Backups.Take(Server, fixture.Place["of-copy"], $"--datadir={copy}"), copy, "of-copy");
        FreeServer.Assert(Server);
    }

    [Fact]
    public void Backup_DataDirectorySeenElsewhere_Succeeds()
    {
        var link = fixture.Place["mounted-elsewhere"];
        Directory.CreateSymbolicLink(link, Server.DataDirectory);

        Backups.Take(Server, fixture.Place["seen-elsewhere"], $"--datadir={link}").Succeeded();

        Assert.Equal(Server.DataDirectory, Backups.ReadManifest(fixture.Place["seen-elsewhere"]).Server.DataDirectory);
    }

    [Fact]
    public void Backup_FilesThatMayNotBeRead_IsDenied()
    {
        var log = Path.Combine(Server.DataDirectory, "ib_logfile0");
        var mode = File.GetUnixFileMode(log);
        File.SetUnixFileMode(log, UnixFileMode.None);
        try
        {
            // Even as root, without the right to pass over permissions.
            var result = RunningProgram.Run(
                "setpriv",
                ["--bounding-set=-dac_override,-dac_read_search", UnderstudyProgram.Path, .. Backups.Arguments(Server, fixture.Place["none"])]);

            Backups.AssertFailed(result, 12, log, "HINT: ");
            AssertNothingMade("none");
        }
        finally
        {
            File.SetUnixFileMode(log, mode);
        }
    }

    [Fact]
    public void Backup_StageHeldByAnother_NamesItAndEndsAfterTheTimeout()
    {
        using var holder = Server.Connect();
        holder.Execute("BACKUP STAGE START");
        var clock = Stopwatch.StartNew();

        var result = Backups.Take(Server, fixture.Place["held"], "--lock-wait-timeout=2");

        Backups.AssertFailed(result, 11, "START", $"{holder.ConnectionId}", " s", "HINT: ", "--lock-wait-timeout");
        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(2));
        Backups.AssertIsNone(fixture.Place["held"]);
        holder.Execute("BACKUP STAGE END");
        FreeServer.Assert(Server);
    }

    [Fact]
    public void Backup_StageHeldByAnotherForAWhile_ReportsItAndGoesOn()
    {
        using var holder = Server.Connect();
        holder.Execute("BACKUP STAGE START");
        using var backup = RunningProgram.Start(UnderstudyProgram.Path, Backups.Arguments(Server, fixture.Place["waited"]));

        Deadline.WaitFor(
            "a report of the wait",
            TimeSpan.FromSeconds(30),
            () => backup.HasEnded || backup.ErrorOutputSoFar.Contains($"{holder.ConnectionId}", StringComparison.Ordinal));
        holder.Execute("BACKUP STAGE END");
        var result = backup.WaitForEnd(TimeSpan.FromMinutes(1)).Succeeded();

        Assert.Contains($"{holder.ConnectionId}", result.ErrorOutput, StringComparison.Ordinal);
        Assert.True(Backups.ReadManifest(fixture.Place["waited"]).Stages[0].WaitedSeconds > 0.5);
    }

    [Theory]
    [InlineData("f.InnoDB")]
    [InlineData("f.MyISAM")]
    public void Backup_TableLockedForWriting_NamesTheHolder(string table)
    {
        using var holder = Server.Connect();
        holder.Execute($"LOCK TABLES {table} WRITE");

        var result = Backups.Take(Server, fixture.Place["locked-" + table], "--lock-wait-timeout=1");

        Backups.AssertFailed(result, 11, "START", $"{holder.ConnectionId}", "HINT: ");
        holder.Execute("UNLOCK TABLES");
        FreeServer.Assert(Server);
    }

    /// <summary>A stage that cannot be entered later on ends the backup too, and frees what was held.</summary>
    [Fact]
    public void Backup_BlockDdlNotHadInTime_NamesTheHolderAndFreesTheServer()
    {
        using var backup = HeldBackup.At(Server, fixture.Place, "flush", "--lock-wait-timeout=2");
        using var holder = Server.Connect();
        holder.Execute("LOCK TABLES f.InnoDB WRITE");

        var result = backup.Finish();

        Backups.AssertFailed(result, 11, "DDL", $"{holder.ConnectionId}", "HINT: ");
        holder.Execute("UNLOCK TABLES");
        FreeServer.Assert(Server);
        Backups.AssertIsNone(backup.Target);
    }

    private ProcessResult BackupAs(string user, string target) => UnderstudyProgram.Run(
        "backup", $"--socket={Server.SocketPath}", $"--user={user}", $"--target-dir={fixture.Place[target]}");

    private void AssertForeign(ProcessResult result, string dataDirectory, string target)
    {
        Backups.AssertFailed(result, 1, dataDirectory, "not the data directory of the server", "HINT: ", "--datadir");
        Backups.AssertIsNone(fixture.Place[target]);
    }

    private void AssertNothingMade(string target) =>
        Assert.False(Directory.Exists(fixture.Place[target]), $"{fixture.Place[target]} was made");
}
