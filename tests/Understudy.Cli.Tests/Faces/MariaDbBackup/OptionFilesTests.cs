using Understudy.Cli.Faces.MariaDbBackup;
using Understudy.Cli.Faces.MariaDbBackup.CommandLine;
using Understudy.Formats;
using Understudy.Server;

namespace Understudy.Cli.Tests.Faces.MariaDbBackup;

/// <summary>Which option files and groups count for what. Measured with 10.11.19.</summary>
public sealed class OptionFilesTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("understudy-");
    private readonly List<string> _warnings = [];

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("mysqld", false)]
    [InlineData("mariadb", false)]
    [InlineData("server", false)]
    [InlineData("mysql", false)]
    [InlineData("sst", false)]
    [InlineData("innobackupex", false)]
    [InlineData("client", true)]
    [InlineData("client-server", true)]
    [InlineData("client-mariadb", true)]
    [InlineData("mariadb-backup", true)]
    [InlineData("mariabackup", true)]
    [InlineData("xtrabackup", true)]
    public void Read_Connection_ComesFromGroupsOfClientsAndBackupPrograms(string group, bool counts) =>
        Assert.Equal(counts ? "there" : null, Read($"[{group}]\nuser=there\n").Text("user"));

    [Theory]
    [InlineData("mysqld", true)]
    [InlineData("mariadbd", true)]
    [InlineData("galera", true)]
    [InlineData("client-server", true)]
    [InlineData("client", false)]
    [InlineData("xtrabackup", true)]
    public void Read_SettingsOfTheServer_ComeFromGroupsOfServersAndBackupPrograms(string group, bool counts) =>
        Assert.Equal(counts ? "/d" : null, Read($"[{group}]\ndatadir=/d\n").Text("datadir"));

    [Fact]
    public void Read_SeveralGroupsAndTheCommandLine_TheMoreSpecialWins()
    {
        const string text = "[mariadb-backup]\nparallel=5\nthrottle=7\n[client]\nthrottle=6\n[mysqld]\nparallel=2\ndatadir=/s\n";

        var values = Read(text, "--throttle=9");

        Assert.Equal((5UL, 9UL, "/s"), (values.Number("parallel"), values.Number("throttle"), values.Text("datadir")));
    }

    [Fact]
    public void Read_UnknownOptions_ArePassedOver()
    {
        var values = Read("[mysqld]\nwsrep_on=1\n[client]\nprompt=x\n[mariabackup]\nno_such_thing=1\ntarget-dir=/b\n");

        Assert.Equal("/b", values.Text("target-dir"));
        Assert.Contains("unknown option no_such_thing", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_GroupSuffix_AddsGroups()
    {
        var file = Write("[mysqld]\ndatadir=/a\n[mysqld.2]\ndatadir=/b\n");

        var line = DefaultsLine.Take([$"--defaults-file={file}", "--defaults-group-suffix=.2", "--copy-back"]);

        Assert.Equal("/b", FaceCommandLine.Read("x", line, _warnings.Add).Text("datadir"));
    }

    [Fact]
    public void Read_NamedServerGroup_CountsToo() =>
        Assert.Equal("/special", Read("[special]\ndatadir=/special\n", "--defaults-group=special").Text("datadir"));

    [Fact]
    public void Read_Prepare_ReadsNoStandardFiles()
    {
        var locations = new DefaultsLocations([Write("[mariadb-backup]\ntarget-dir=/b\n[mysqld]\nparallel=3\n")], null, null);

        var prepare = FaceCommandLine.Read("x", DefaultsLine.Take(["--prepare"]), _warnings.Add, locations);
        var copyBack = FaceCommandLine.Read("x", DefaultsLine.Take(["--copy-back"]), _warnings.Add, locations);

        Assert.Equal((null, 1UL), (prepare.Text("target-dir"), prepare.Number("parallel")));
        Assert.Equal(("/b", 3UL), (copyBack.Text("target-dir"), copyBack.Number("parallel")));
    }

    [Fact]
    public void Read_PrepareWithItsOwnFile_ReadsThat() =>
        Assert.Equal("/k", Read("[mysqld]\nfile_key_management_filename=/k\n", "--prepare").ServerSetting("file_key_management_filename"));

    [Theory]
    [InlineData("--backup", "--defaults-file=/f")]
    [InlineData("--backup", "--defaults-extra-file=/f")]
    public void Take_NotFirst_IsFatal(string first, string second)
    {
        var error = Assert.Throws<FaceException>(() => DefaultsLine.Take([first, second]));

        Assert.True(error.IsFatal);
        Assert.Equal((FaceExit.Failed, $"{second.Split('=')[0]} must be specified first on the command line"), (error.Code, error.Message));
    }

    [Fact]
    public void Read_MissingFile_Fails() => Assert.Throws<FailureException>(
        () => FaceCommandLine.Read("x", DefaultsLine.Take([$"--defaults-file={Path.Combine(_directory.FullName, "none")}", "--backup"]), _warnings.Add));

    [Fact]
    public void DefaultsText_OfTheServersGroups_IsFollowedByTheCommandLine()
    {
        var file = Write("[mysqld]\nparallel=3\ndatadir=/y\n[mariadb-backup]\nthrottle=2\n");

        var line = DefaultsLine.Take([$"--defaults-file={file}", "--print-defaults", "--backup"]);

        Assert.True(line.PrintDefaults);
        Assert.Equal("--parallel=3 --datadir=/y --backup ", FaceCommandLine.DefaultsText(line));
    }

    private FaceValues Read(string text, params string[] arguments) =>
        FaceCommandLine.Read("x", DefaultsLine.Take([$"--defaults-file={Write(text)}", .. arguments]), _warnings.Add);

    private string Write(string text)
    {
        var path = Path.Combine(_directory.FullName, $"{Guid.NewGuid():N}.cnf");
        File.WriteAllText(path, text);
        return path;
    }
}
