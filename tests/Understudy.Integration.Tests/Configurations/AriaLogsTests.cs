using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Configurations;

/// <summary>A server that keeps Aria logs which it does not need any more.</summary>
public sealed class AriaLogsTests
{
    [Fact]
    public void LogsThatTheServerDoesNotNeed_AreLeftOut()
    {
        using var trip = new RoundTrip(MariaDbRelease.V10_11, "--aria-log-file-size=8M", "--aria-log-purge-type=external");
        trip.Source.Execute("CREATE DATABASE d");
        trip.ExecuteIn("d", "CREATE TABLE t (id INT PRIMARY KEY, v LONGTEXT) ENGINE=Aria");
        trip.ExecuteIn("d", [.. Enumerable.Range(1, 9).Select(i => $"INSERT INTO t VALUES ({i}, REPEAT('{i}', 1048576))")]);
        using var session = trip.Source.Connect();
        Deadline.WaitFor("a log that is not needed", TimeSpan.FromMinutes(2), () =>
        {
            session.Execute("SET GLOBAL aria_checkpoint_interval = DEFAULT"); // makes a checkpoint
            return AriaLogs.ReadFree(session).Count > 0;
        });
        var free = AriaLogs.ReadFree(session);
        trip.ExecuteIn("d", "INSERT INTO t VALUES (100, 'x')");
        var expected = ServerState.Capture(trip.Source);

        trip.BackUp();

        var all = Directory.GetFiles(trip.Source.DataDirectory, "aria_log.0*").Select(path => uint.Parse(Path.GetFileName(path)[9..])).ToHashSet();
        var copied = Directory.GetFiles(trip.BackupDirectory, "aria_log.0*").Select(path => uint.Parse(Path.GetFileName(path)[9..])).ToHashSet();
        Assert.Subset(all, free.ToHashSet());
        Assert.Empty(copied.Intersect(free));
        Assert.Contains(all.Max(), copied);
        trip.Prove(expected);
    }
}
