using Understudy.Testing;

namespace Understudy.Integration.Tests.Configurations;

/// <summary>Tables with DATA DIRECTORY and INDEX DIRECTORY.</summary>
public sealed class DataDirectoryTests
{
    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void TablesElsewhere_AreRestoredToTheirPlaces(string version)
    {
        using var trip = MakeTrip(version);
        trip.BackUpWith("start-copied", () => Write(trip.Source));
        var state = ServerState.Capture(trip.Source);
        trip.Source.Stop();
        Directory.Move(trip.Place["fast"], trip.Place["fast.original"]);
        Directory.Move(trip.Place["slow"], trip.Place["slow.original"]);

        trip.Prove(state);

        foreach (var name in Files(trip.Place["fast.original"]).Where(name => !name.EndsWith(".cfg", StringComparison.Ordinal)))
        {
            Assert.True(File.Exists(Path.Combine(trip.Place["fast"], name)), $"{name} is not in its place");
        }

        Assert.NotNull(new FileInfo(Path.Combine(trip.DataDirectory, "d", "m.MYI")).LinkTarget);
        Assert.NotNull(new FileInfo(Path.Combine(trip.DataDirectory, "d", "a.MAD")).LinkTarget);
    }

    /// <summary>The redo log names the original's files by their whole paths; the restored server must not open them.</summary>
    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void TablesElsewhere_Relocated_UsesNothingOfTheOriginal(string version)
    {
        using var trip = MakeTrip(version);
        trip.BackUpWith("start-copied", () => Write(trip.Source));
        var state = ServerState.Capture(trip.Source);

        trip.Restore("--relocate").Succeeded();
        using var restored = trip.StartRestored();

        RoundTrip.AssertEqual(state, restored);
        foreach (var directory in new[] { "fast", "slow" })
        {
            Assert.DoesNotContain(OpenFiles.Of(restored), file => file.StartsWith(trip.Place[directory], StringComparison.Ordinal));
        }

        Write(restored);
        RoundTrip.AssertEqual(state, trip.Source);
    }

    [Fact]
    public void TablesElsewhere_RelocatedWithoutRollingForward_IsRefused()
    {
        using var trip = MakeTrip("10.11");
        trip.BackUp();

        var result = trip.Restore("--relocate", "--no-roll-forward");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("would open what is there", result.ErrorOutput, StringComparison.Ordinal);
        Assert.False(Directory.Exists(trip.DataDirectory) && Directory.EnumerateFileSystemEntries(trip.DataDirectory).Any());
    }

    private static RoundTrip MakeTrip(string version)
    {
        var trip = new RoundTrip(MariaDbRelease.Find(version));
        var (fast, slow) = (Directory.CreateDirectory(trip.Place["fast"]).FullName, Directory.CreateDirectory(trip.Place["slow"]).FullName);
        trip.Source.Execute("CREATE DATABASE d");
        trip.ExecuteIn(
            "d",
            $"CREATE TABLE i (id INT PRIMARY KEY, v TEXT) ENGINE=InnoDB DATA DIRECTORY='{fast}'",
            "CREATE TABLE p (id INT PRIMARY KEY, v TEXT) ENGINE=InnoDB PARTITION BY RANGE (id) ("
                + $"PARTITION p0 VALUES LESS THAN (100) DATA DIRECTORY='{fast}', "
                + $"PARTITION p1 VALUES LESS THAN (200) DATA DIRECTORY='{slow}', PARTITION p2 VALUES LESS THAN MAXVALUE)",
            $"CREATE TABLE m (id INT PRIMARY KEY, v TEXT) ENGINE=MyISAM DATA DIRECTORY='{fast}' INDEX DIRECTORY='{slow}'",
            $"CREATE TABLE a (id INT PRIMARY KEY, v TEXT) ENGINE=Aria TRANSACTIONAL=1 DATA DIRECTORY='{fast}' INDEX DIRECTORY='{slow}'",
            $"CREATE TABLE n (id INT PRIMARY KEY, v TEXT) ENGINE=Aria TRANSACTIONAL=0 DATA DIRECTORY='{fast}'",
            $"CREATE TABLE pm (id INT PRIMARY KEY, v TEXT) ENGINE=MyISAM PARTITION BY HASH (id) (PARTITION h0 DATA DIRECTORY='{fast}' "
                + $"INDEX DIRECTORY='{slow}', PARTITION h1)");
        Write(trip.Source);
        return trip;
    }

    private static void Write(MariaDbServer server) => RoundTrip.Execute(
        server,
        "d",
        [.. new[] { "i", "p", "m", "a", "n", "pm" }.Select(table =>
            $"INSERT INTO {table} SELECT seq + (SELECT COALESCE(MAX(t.id), 0) FROM {table} AS t), MD5(seq) FROM seq_1_to_300")]);

    private static IEnumerable<string> Files(string directory) =>
        Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(directory, file));
}
