using Understudy.Integration.Tests.Configurations;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Faces;

/// <summary>A server with tables of many kinds, and the two programs that can back it up by the same command lines.</summary>
internal sealed class FaceBed : IDisposable
{
    internal FaceBed(string version)
    {
        Release = MariaDbRelease.Find(version);
        Server = MariaDbServer.Start(new MariaDbServerOptions
        {
            Release = Release,
            Networking = true,
            Arguments = ["--log-bin=binlog", "--server-id=11", "--innodb-undo-tablespaces=2"],
        });
        Stock = BackupProgram.Stock(Release);
        Ours = BackupProgram.Ours(Directory.CreateDirectory(Place["bin"]).FullName);
        var remote = Directory.CreateDirectory(Place["remote"]).FullName;
        RoundTrip.Execute(
            Server,
            "mysql",
            "CREATE DATABASE a",
            "CREATE DATABASE `b-c`",
            "CREATE DATABASE empty",
            "CREATE TABLE a.rows (n INT PRIMARY KEY, t VARCHAR(200), KEY (t)) ENGINE=InnoDB",
            "INSERT INTO a.rows SELECT seq, REPEAT(CHAR(65 + seq % 26), seq % 200) FROM seq_1_to_3000",
            $"CREATE TABLE a.remote (n INT PRIMARY KEY) ENGINE=InnoDB DATA DIRECTORY='{remote}'",
            "INSERT INTO a.remote SELECT seq FROM seq_1_to_100",
            "CREATE TABLE a.parts (n INT PRIMARY KEY) ENGINE=InnoDB PARTITION BY HASH (n) PARTITIONS 3",
            "INSERT INTO a.parts SELECT seq FROM seq_1_to_300",
            "CREATE TABLE `b-c`.`t t` (n INT PRIMARY KEY) ENGINE=Aria",
            "INSERT INTO `b-c`.`t t` SELECT seq FROM seq_1_to_500",
            "CREATE TABLE `b-c`.m (n INT PRIMARY KEY) ENGINE=MyISAM",
            "INSERT INTO `b-c`.m SELECT seq FROM seq_1_to_500",
            "CREATE TABLE `b-c`.c (n INT NOT NULL) ENGINE=CSV",
            "INSERT INTO `b-c`.c VALUES (1), (2)",
            "SET GLOBAL innodb_max_dirty_pages_pct=0, GLOBAL innodb_log_checkpoint_now=1");
    }

    internal MariaDbRelease Release { get; }

    internal MariaDbServer Server { get; }

    internal BackupProgram Stock { get; }

    internal BackupProgram Ours { get; }

    internal BackupProgram[] Both => [Stock, Ours];

    internal TemporaryDirectory Place { get; } = new();

    /// <summary>Takes a backup with the usual options; fails the test when that fails.</summary>
    internal ProcessResult BackUp(BackupProgram program, string directory, params string[] arguments) =>
        RequireDone(program.Run(["--no-defaults", "--backup", $"--target-dir={directory}", $"--socket={Server.SocketPath}", "--user=root", .. arguments]));

    /// <summary>What every run that did its work shows: exit code 0, its last line, and nothing on standard output.</summary>
    internal static ProcessResult RequireDone(ProcessResult result)
    {
        result.Succeeded();
        Assert.EndsWith("completed OK!", result.ErrorOutput.TrimEnd('\n').Split('\n')[^1], StringComparison.Ordinal);
        Assert.Equal("", result.Output);
        return result;
    }

    /// <summary>All files and directories below a directory, relative; those of the program under test alone are left out.</summary>
    internal static string[] List(string directory) => [.. Directory.EnumerateFileSystemEntries(directory, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(directory, path))
        .Where(name => !Path.GetFileName(name).StartsWith("understudy", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];

    /// <summary>Copies a directory as it is.</summary>
    internal static string Copy(string from, string to)
    {
        RunningProgram.Run("cp", ["-a", from, to]).Succeeded();
        return to;
    }

    public void Dispose()
    {
        Server.Dispose();
        Place.Dispose();
    }
}
