using Understudy.Integration.Tests.Configurations;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Locking;

/// <summary>Without a lock, InnoDB tables are of one moment all the same.</summary>
public sealed class NoLockTests
{
    [Fact]
    public void BackupWithoutLock_OfTransfers_LosesNothing()
    {
        using var trip = new RoundTrip(MariaDbRelease.V11_8);
        trip.Source.Execute(
            "CREATE DATABASE d", "CREATE TABLE d.a (id INT PRIMARY KEY, v BIGINT)", "CREATE TABLE d.b (id INT PRIMARY KEY, v BIGINT)",
            "INSERT INTO d.a VALUES (1, 1000000)", "INSERT INTO d.b VALUES (1, 1000000)");
        using (new QueryLoad(
            trip.Source,
            "BEGIN NOT ATOMIC START TRANSACTION; UPDATE d.a SET v = v - 1; UPDATE d.b SET v = v + 1; COMMIT; END"))
        {
            trip.BackUpWith("unlocked", () => Deadline.WaitFor(
                "transfers", TimeSpan.FromMinutes(2), () => long.Parse(trip.Source.QueryScalar("SELECT v FROM d.b")!) > 1_000_020), "--no-lock");
        }

        trip.Restore().Succeeded();
        using var restored = trip.StartRestored();
        Assert.Equal("2000000", restored.QueryScalar("SELECT a.v + b.v FROM d.a, d.b"));
        Assert.True(long.Parse(restored.QueryScalar("SELECT v FROM d.b")!) > 1_000_020, "the backup is of a moment before its end");
        Assert.Empty(TableCheck.FindDamage(restored));
    }
}
