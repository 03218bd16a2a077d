using Understudy.Testing;

namespace Understudy.Integration.Tests.Configurations;

/// <summary>Files in a data directory that are no data of the server.</summary>
public sealed class ForeignFilesTests
{
    [Fact]
    public void LogsAndForeignFilesInTheDataDirectory_AreLeftOut()
    {
        using var trip = new RoundTrip(MariaDbRelease.V10_11);
        var data = trip.Source.DataDirectory;
        Directory.CreateDirectory(Path.Combine(data, "logs"));
        Directory.CreateDirectory(Path.Combine(data, "dump"));
        File.WriteAllText(Path.Combine(data, "logs", "binlog.000001"), "no binary log");
        File.WriteAllText(Path.Combine(data, "dump", "all.sql"), "SELECT 1;");
        trip.Source.Execute("CREATE DATABASE d", "CREATE TABLE d.t (n INT) ENGINE=InnoDB", "INSERT INTO d.t VALUES (1)");
        File.WriteAllText(Path.Combine(data, "d", "notes.txt"), "not a table");
        File.WriteAllText(Path.Combine(data, "d", "stray.ibd"), "no tablespace");
        File.WriteAllText(Path.Combine(data, "d", "empty.ibd"), "");

        var result = trip.BackUp();

        Assert.Contains("d/stray.ibd is left out", result.ErrorOutput + result.Output, StringComparison.Ordinal);
        foreach (var name in new[] { "logs/binlog.000001", "dump/all.sql", "d/notes.txt", "d/stray.ibd" })
        {
            Assert.False(File.Exists(Path.Combine(trip.BackupDirectory, name)), $"{name} is in the backup");
        }

        trip.Prove(ServerState.Capture(trip.Source));
    }

    /// <summary>Views of <c>INFORMATION_SCHEMA</c> may be off, and directories may be named that are no databases.</summary>
    [Fact]
    public void ServerWithoutViewsOfInnoDb_IsBackedUpWithoutTheDirectoriesThatItIgnores()
    {
        using var trip = new RoundTrip(
            MariaDbRelease.V10_11, "--innodb-sys-tables=OFF", "--innodb-sys-tablespaces=OFF", "--ignore-db-dirs=ignored", "--ignore-db-dirs=other");
        trip.Source.Execute("CREATE DATABASE d", "CREATE TABLE d.t (n INT) ENGINE=InnoDB", "INSERT INTO d.t VALUES (1)");
        var ignored = Path.Combine(trip.Source.DataDirectory, "ignored");
        Directory.CreateDirectory(ignored);
        File.Copy(Path.Combine(trip.Source.DataDirectory, "d", "t.frm"), Path.Combine(ignored, "t.frm"));

        trip.BackUp().Succeeded();

        Assert.False(Directory.Exists(Path.Combine(trip.BackupDirectory, "ignored")));
        trip.Prove(ServerState.Capture(trip.Source));
    }

    [Fact]
    public void AriaLogOfAnotherServer_IsLeftOut()
    {
        using var trip = new RoundTrip(MariaDbRelease.V10_11);
        trip.Source.Execute("CREATE DATABASE d", "CREATE TABLE d.t (n INT PRIMARY KEY) ENGINE=Aria", "INSERT INTO d.t VALUES (1)");
        File.Copy(Path.Combine(trip.Source.DataDirectory, "aria_log.00000001"), Path.Combine(trip.Source.DataDirectory, "aria_log.00000100"));

        trip.BackUp().Succeeded();

        Assert.False(File.Exists(Path.Combine(trip.BackupDirectory, "aria_log.00000100")));
        trip.Prove(ServerState.Capture(trip.Source));
    }

    /// <summary>In a directory of logs only files of certain names are the server's.</summary>
    [Fact]
    public void TargetBelowTheDirectoryOfTheRedoLog_IsTaken()
    {
        using var place = new TemporaryDirectory();
        string[] log = [$"--innodb-log-group-home-dir={place.Path}"];
        using var trip = new RoundTrip(new MariaDbServerOptions { Release = MariaDbRelease.V10_11, Arguments = log, InstallArguments = log });

        UnderstudyProgram.Run("backup", "--socket", trip.Source.SocketPath, "--user", "root", "--target-dir", place["backup"]).Succeeded();

        Assert.True(File.Exists(place["backup/ib_logfile0"]));
    }

    [Theory]
    [InlineData("backup")]
    [InlineData(".hidden/backup")]
    [InlineData("d")]
    [InlineData("")]
    public void TargetInsideTheDataDirectory_IsRefused(string name)
    {
        using var trip = new RoundTrip(MariaDbRelease.V10_11);
        trip.Source.Execute("CREATE DATABASE d");
        var link = trip.Place["link"];
        Directory.CreateSymbolicLink(link, trip.Source.DataDirectory);

        foreach (var target in new[] { Path.Combine(trip.Source.DataDirectory, name), Path.Combine(link, name) })
        {
            var result = UnderstudyProgram.Run("backup", "--socket", trip.Source.SocketPath, "--user", "root", "--target-dir", target);

            Assert.Equal(1, result.ExitCode);
            Assert.Contains("where the server keeps its files", result.ErrorOutput, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(Path.Combine(trip.Source.DataDirectory, "backup")));
    }

    /// <summary>A database directory may be a symbolic link to another disk.</summary>
    [Fact]
    public void DatabaseBehindASymbolicLink_IsBackedUpAndRestoredAsADirectory()
    {
        using var trip = new RoundTrip(MariaDbRelease.V10_11);
        var data = trip.Source.DataDirectory;
        trip.Source.Execute("CREATE DATABASE d", "CREATE TABLE d.i (n INT) ENGINE=InnoDB", "CREATE TABLE d.m (n INT) ENGINE=MyISAM");
        trip.Source.Stop();
        Directory.Move(Path.Combine(data, "d"), trip.Place["other-disk"]);
        Directory.CreateSymbolicLink(Path.Combine(data, "d"), trip.Place["other-disk"]);
        trip.Source.Start();
        trip.Source.Execute("INSERT INTO d.i VALUES (1)", "INSERT INTO d.m VALUES (1)");

        trip.BackUp();

        trip.Prove(ServerState.Capture(trip.Source));
        Assert.Null(new DirectoryInfo(Path.Combine(trip.DataDirectory, "d")).LinkTarget);
    }
}
