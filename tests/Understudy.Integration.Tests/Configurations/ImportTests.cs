using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Configurations;

/// <summary>IMPORT TABLESPACE writes pages that no log has, into a file that somebody has put there.</summary>
public sealed class ImportTests
{
    private static readonly string[] Arguments = ["--innodb-log-file-size=64M"];

    /// <summary>
    /// The file waits for its import, with the tablespace id of the very table, while it is copied; the import comes later. What
    /// was copied looks like the table's own file in every way, but has other indexes and rows.
    /// </summary>
    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void Import_IntoAFileThatWasCopied_IsInTheBackup(string version)
    {
        using var trip = new RoundTrip(MariaDbRelease.Find(version), Arguments);
        var exported = ExportAndChange(trip);
        trip.ExecuteIn("d", "ALTER TABLE t DISCARD TABLESPACE");
        PutInPlace(trip, exported);
        trip.Source.Restart();

        trip.BackUpWith("start-copied", () => ImportAndWrite(trip));

        trip.Prove(ServerState.Capture(trip.Source));
    }

    /// <summary>All in one window of the redo log: what was logged before DISCARD must not be applied to the imported pages.</summary>
    [Theory]
    [InlineData("in-start", false)]
    [InlineData("start-copied", false)]
    [InlineData("start-copied", true)]
    public void DiscardAndImport_WhileTheBackupRuns_IsInTheBackup(string point, bool isTableNew)
    {
        using var trip = new RoundTrip(MariaDbRelease.V10_11, Arguments);
        var exported = ExportAndChange(trip);
        if (!isTableNew)
        {
            trip.Source.Restart();
            trip.ExecuteIn("d", "SELECT COUNT(*) FROM t");
        }

        trip.BackUpWith(point, () =>
        {
            trip.ExecuteIn("d", "ALTER TABLE t DISCARD TABLESPACE");
            PutInPlace(trip, exported);
            ImportAndWrite(trip);
        });

        trip.Prove(ServerState.Capture(trip.Source));
    }

    [Fact]
    public void ImportBeforeTheBackup_AndADiscardedTable_AreAsTheyWere()
    {
        using var trip = new RoundTrip(MariaDbRelease.V11_8, Arguments);
        var exported = ExportAndChange(trip);
        trip.ExecuteIn("d", "CREATE TABLE gone LIKE t", "INSERT INTO gone SELECT * FROM t", "ALTER TABLE gone DISCARD TABLESPACE");
        trip.ExecuteIn("d", "ALTER TABLE t DISCARD TABLESPACE");
        PutInPlace(trip, exported);
        ImportAndWrite(trip);

        trip.BackUpWith("start-copied", () => trip.ExecuteIn("d", "UPDATE t SET v = 'late' WHERE id % 5 = 0"));
        trip.ExecuteIn("d", "DROP TABLE gone");
        var expected = ServerState.Capture(trip.Source);

        trip.Restore().Succeeded();
        using var restored = trip.StartRestored();
        var failure = Assert.Throws<ServerException>(() => RoundTrip.Execute(restored, "d", "SELECT * FROM gone"));
        Assert.Contains("discarded", failure.Message, StringComparison.Ordinal);
        restored.Execute("DROP TABLE d.gone");
        RoundTrip.AssertEqual(expected, restored);
    }

    /// <summary>A file for a coming import has the id of the table that it was taken from: it is left out, and the table is not.</summary>
    [Fact]
    public void FileForAComingImport_WithTheIdOfAnotherTable_IsLeftOut()
    {
        using var trip = new RoundTrip(MariaDbRelease.V10_11, Arguments);
        var exported = ExportAndChange(trip);
        trip.ExecuteIn("d", "CREATE TABLE coming LIKE t", "ALTER TABLE coming DISCARD TABLESPACE");
        File.Copy(exported + ".ibd", Path.Combine(trip.Source.DataDirectory, "d", "coming.ibd"));

        var result = trip.BackUp();
        Assert.Contains("d/coming.ibd is left out", result.ErrorOutput + result.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(trip.BackupDirectory, "d", "coming.ibd")));
        trip.ExecuteIn("d", "DROP TABLE coming");
        var expected = ServerState.Capture(trip.Source);

        trip.Restore().Succeeded();
        using var restored = trip.StartRestored();
        restored.Execute("DROP TABLE d.coming");
        RoundTrip.AssertEqual(expected, restored);
    }

    /// <summary>Keeps a copy of a table as it is for IMPORT, and gives the table then another index and other rows.</summary>
    private static string ExportAndChange(RoundTrip trip)
    {
        var kept = trip.Place["exported"];
        trip.Source.Execute("CREATE DATABASE d");
        trip.ExecuteIn(
            "d",
            "CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(200), KEY v (v)) ENGINE=InnoDB",
            "INSERT INTO t SELECT seq, MD5(seq) FROM seq_1_to_20000",
            "DELETE FROM t WHERE id % 3 = 0");
        using (var session = trip.Source.Connect())
        {
            session.Execute("FLUSH TABLES d.t FOR EXPORT");
            foreach (var extension in new[] { ".ibd", ".cfg" })
            {
                File.Copy(Path.Combine(trip.Source.DataDirectory, "d", "t" + extension), kept + extension);
            }
        }

        trip.ExecuteIn(
            "d",
            "ALTER TABLE t DROP KEY v, ALGORITHM=INPLACE",
            "ALTER TABLE t ADD KEY v (v), ALGORITHM=INPLACE",
            "INSERT INTO t SELECT seq, 'new' FROM seq_30001_to_35000");
        return kept;
    }

    private static void PutInPlace(RoundTrip trip, string exported)
    {
        foreach (var extension in new[] { ".ibd", ".cfg" })
        {
            File.Copy(exported + extension, Path.Combine(trip.Source.DataDirectory, "d", "t" + extension), overwrite: true);
        }
    }

    private static void ImportAndWrite(RoundTrip trip) => trip.ExecuteIn(
        "d",
        "ALTER TABLE t IMPORT TABLESPACE",
        "INSERT INTO t SELECT seq, 'newer' FROM seq_40001_to_42000",
        "UPDATE t SET v = 'x' WHERE id % 7 = 0");
}
