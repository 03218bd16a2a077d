using System.Globalization;
using System.Text.RegularExpressions;
using Understudy.Fault.Tests.Support;
using Understudy.Formats.RedoLog;
using Understudy.Testing;

namespace Understudy.Fault.Tests.RedoLog;

/// <summary>What the server does to its redo log during a backup.</summary>
public sealed class RedoLogTests : IDisposable
{
    private const int SmallestBytes = 4 << 20;

    private readonly TemporaryDirectory _place = new();

    public static TheoryData<string> Releases => ["10.11", "11.8"];

    [Fact]
    public void Backup_LogOverwrittenBeforeItWasRead_FailsAndNamesBothLsns()
    {
        using var server = Start("10.11", SmallestBytes);
        using var backup = HeldBackup.At(server, _place, "in-start");
        var before = LsnOf(server);

        // The program gets no processor for a while, as on a machine that is much too busy.
        backup.Program.Signal(Signals.Stop);
        Write(server, megabytes: 12);
        var after = LsnOf(server);
        backup.Program.Signal(Signals.Continue);
        var result = backup.Program.WaitForEnd(TimeSpan.FromSeconds(30));

        Backups.AssertFailed(result, 1, "overwrote redo log", "HINT: ", "innodb_log_file_size");
        var lsns = Regex.Match(
            result.ErrorOutput,
            @"copied up to LSN (?<copied>\d+), the server is at LSN (?<server>\d+)", RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1));
        Assert.True(lsns.Success, result.ErrorOutput);
        Assert.InRange(long.Parse(lsns.Groups["copied"].Value, CultureInfo.InvariantCulture), 1, before + 1024);
        Assert.InRange(long.Parse(lsns.Groups["server"].Value, CultureInfo.InvariantCulture), after, long.MaxValue);
        FreeServer.Assert(server);
        Backups.AssertIsNone(backup.Target);
    }

    [Fact]
    public void Backup_LogGoesRoundManyTimes_KeepsUp()
    {
        using var server = Start("10.11", SmallestBytes);
        using var backup = HeldBackup.At(server, _place, "in-start");

        var copied = new FileInfo(Path.Combine(backup.Target, "ib_logfile0"));
        for (var i = 1; i <= 10; i++)
        {
            Write(server, megabytes: 2);
            Deadline.WaitFor("the copy to keep up", TimeSpan.FromSeconds(30), () =>
            {
                copied.Refresh();
                return copied.Length > i * (2L << 20) * 9 / 10 || backup.Program.HasEnded;
            });
        }

        backup.Finish().Succeeded();
        AssertSame(server, backup.Target);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Backup_LogResizedMeanwhile_IsRight(string release)
    {
        using var server = Start(release, 2 * SmallestBytes);
        using var backup = HeldBackup.At(server, _place, "in-start");

        using (var writing = new CancellationTokenSource())
        {
            var writer = TestThread.Start("writer", () => WriteUntil(server, writing.Token));
            foreach (var megabytes in (int[])[32, 16])
            {
                server.Execute($"SET GLOBAL innodb_log_file_size = {megabytes << 20}");
                AwaitCopied(backup, LsnOf(server));
            }

            writing.Cancel();
            writer.Join();
        }

        backup.LetGo();
        var result = backup.Program.WaitForEnd(TimeSpan.FromMinutes(1));

        Assert.True(result.ExitCode == 0, result.ToString());
        AssertSame(server, backup.Target);
    }

    [Fact]
    public void Backup_LogResizedWhileTheProgramStandsStill_FailsOrIsRight()
    {
        using var server = Start("10.11", SmallestBytes);
        using var backup = HeldBackup.At(server, _place, "in-start");

        backup.Program.Signal(Signals.Stop);
        Write(server, megabytes: 1);
        server.Execute($"SET GLOBAL innodb_log_file_size = {16 << 20}");
        Write(server, megabytes: 1);
        server.Execute($"SET GLOBAL innodb_log_file_size = {8 << 20}");
        Write(server, megabytes: 1);
        backup.Program.Signal(Signals.Continue);
        var result = backup.Finish();

        // The log of the time between the two resizes may be gone with its file.
        if (result.ExitCode == 0)
        {
            AssertSame(server, backup.Target);
        }
        else
        {
            Backups.AssertFailed(result, 1, "redo log", "LSN", "HINT: ");
            Backups.AssertIsNone(backup.Target);
        }
    }

    public void Dispose() => _place.Dispose();

    private static MariaDbServer Start(string release, int logFileBytes)
    {
        var server = MariaDbServer.Start(
            MariaDbRelease.Find(release),
            $"--innodb-log-file-size={logFileBytes}",
            "--innodb-flush-log-at-trx-commit=2",
            "--innodb-log-buffer-size=2M");
        server.Execute("CREATE DATABASE f", "CREATE TABLE f.t (n INT PRIMARY KEY AUTO_INCREMENT, t LONGBLOB) ENGINE=InnoDB");
        return server;
    }

    private static void Write(MariaDbServer server, int megabytes)
    {
        for (var i = 0; i < megabytes; i++)
        {
            server.Execute("INSERT INTO f.t (t) SELECT REPEAT(CHAR(65 + seq % 26), 10000) FROM f.seq_1_to_100");
        }
    }

    private static void WriteUntil(MariaDbServer server, CancellationToken end)
    {
        using var session = server.Connect();
        while (!end.IsCancellationRequested)
        {
            session.Execute("INSERT INTO f.t (t) SELECT REPEAT(CHAR(65 + seq % 26), 3000) FROM f.seq_1_to_3");
            end.WaitHandle.WaitOne(5);
        }
    }

    // A log that is replaced again before the program had a processor to open it is lost.
    private static void AwaitCopied(HeldBackup backup, long lsn)
    {
        var copy = Path.Combine(backup.Target, "ib_logfile0");
        using var log = File.Open(copy, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var head = new byte[RedoLogGeometry.StartOffset];
        log.ReadExactly(head);
        Assert.Equal(RedoLogHeaderStatus.Valid, RedoLogHeader.TryRead(head.AsSpan(0, RedoLogHeader.Size), out var header));
        var length = RedoLogGeometry.StartOffset + lsn - (long)header.First.Value;
        Deadline.WaitFor("the copy to reach the resize", TimeSpan.FromMinutes(1), () => log.Length >= length || backup.Program.HasEnded);
    }

    private static long LsnOf(MariaDbServer server) => long.Parse(
        server.QueryScalar("SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'Innodb_lsn_current'")!,
        CultureInfo.InvariantCulture);

    private void AssertSame(MariaDbServer source, string target)
    {
        const string Checksum = "SELECT CONCAT(COUNT(*), ' ', SUM(CRC32(t)), ' ', MAX(n)) FROM f.t";
        using var restored = Backups.RestoreAndStart(source, target, _place);
        Assert.Equal(source.QueryScalar(Checksum), restored.QueryScalar(Checksum));
        using var session = restored.Connect();
        Assert.Equal("OK", session.Query("CHECK TABLE f.t EXTENDED")[^1]["Msg_text"]);
    }
}
