using Understudy.Testing;

namespace Understudy.Integration.Tests.Configurations;

/// <summary>System tablespace, undo tablespaces and logs outside the data directory, or in directories of their own inside.</summary>
public sealed class LayoutTests
{
    private const string DataFilePath = "one/ib1:12M;two/ib2:8M:autoextend";

    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void EverythingElsewhere_IsRestoredToItsPlaces(string version)
    {
        using var place = new TemporaryDirectory();
        using var trip = MakeTrip(MariaDbRelease.Find(version), place, Elsewhere(place), DataFilePath);
        var state = trip.BackUpUnderLoad();

        var refused = trip.Restore();
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("is taken", refused.ErrorOutput, StringComparison.Ordinal);
        foreach (var name in Names)
        {
            Directory.Move(place[name], place[name + ".original"]);
        }

        trip.Restore().Succeeded();
        trip.ProveReplayed(state);
    }

    [Fact]
    public void EverythingElsewhere_Relocated_IsInTheDataDirectory()
    {
        using var place = new TemporaryDirectory();
        using var trip = MakeTrip(MariaDbRelease.V10_11, place, Elsewhere(place), DataFilePath);
        trip.Source.Execute("CREATE DATABASE d", "CREATE TABLE d.t (n INT PRIMARY KEY) ENGINE=InnoDB", "INSERT INTO d.t VALUES (1), (2)");
        trip.BackUp();
        var state = ServerState.Capture(trip.Source);

        var result = trip.Restore("--relocate").Succeeded();

        // The original still runs: the restored server uses nothing of it.
        Assert.Contains("innodb_data_file_path=ib1:12M;ib2:8M:autoextend", result.ErrorOutput + result.Output, StringComparison.Ordinal);
        using var restored = MariaDbServer.Start(new MariaDbServerOptions
        {
            Release = MariaDbRelease.V10_11,
            RocksDb = true,
            DataDirectory = trip.DataDirectory,
            Arguments = ["--innodb-data-file-path=ib1:12M;ib2:8M:autoextend", "--innodb-undo-tablespaces=3"],
        });
        RoundTrip.AssertEqual(state, restored);
        Assert.DoesNotContain(OpenFiles.Of(restored), file => file.StartsWith(place.Path, StringComparison.Ordinal));
    }

    /// <summary>Directories below the data directory are no databases, and keep their places in another data directory.</summary>
    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void OwnDirectoriesInTheDataDirectory_KeepTheirPlaces(string version)
    {
        using var place = new TemporaryDirectory();
        string[] inside =
        [
            "--innodb-undo-directory=undo", "--innodb-log-group-home-dir=redo", "--aria-log-dir-path=arialog",
        ];
        using var trip = MakeTrip(
            MariaDbRelease.Find(version), place, inside, DataFilePath, "data/one", "data/two", "data/undo", "data/redo", "data/arialog");
        var state = trip.BackUpUnderLoad();

        trip.Restore().Succeeded();

        trip.ProveReplayed(state);
    }

    [Fact]
    public void AbsolutePathInTheDataFilePath_IsRestoredToItsPlace()
    {
        using var place = new TemporaryDirectory();
        var first = place["home/ibA"];
        using var trip = MakeTrip(MariaDbRelease.V11_8, place, ["--innodb-data-home-dir="], $"{first}:12M;ibB:12M:autoextend");
        trip.Source.Execute("CREATE DATABASE d", "CREATE TABLE d.t (n INT PRIMARY KEY) ENGINE=InnoDB", "INSERT INTO d.t VALUES (1), (2)");
        trip.BackUp();
        var state = ServerState.Capture(trip.Source);
        trip.Source.Stop();
        File.Move(first, first + ".original");

        trip.Prove(state);
        Assert.True(File.Exists(first));
    }

    private static readonly string[] Names = ["home", "undo", "redo", "arialog"];

    private static string[] Elsewhere(TemporaryDirectory place) =>
    [
        $"--innodb-data-home-dir={place["home"]}", $"--innodb-undo-directory={place["undo"]}",
        $"--innodb-log-group-home-dir={place["redo"]}", $"--aria-log-dir-path={place["arialog"]}",
    ];

    private static RoundTrip MakeTrip(
        MariaDbRelease release, TemporaryDirectory place, string[] arguments, string dataFilePath, params string[] directories)
    {
        foreach (var name in directories.Length > 0 ? directories : [.. Names, "home/one", "home/two"])
        {
            Directory.CreateDirectory(place[name]);
        }

        string[] all = [.. arguments, $"--innodb-data-file-path={dataFilePath}", "--innodb-undo-tablespaces=3"];
        OwnDataDirectory.Make(release, place["data"], all);
        return new RoundTrip(new MariaDbServerOptions
        {
            Release = release,
            RocksDb = true,
            DataDirectory = place["data"],
            Arguments = [.. WorkloadOptions.SourceArguments, .. all],
        });
    }
}
