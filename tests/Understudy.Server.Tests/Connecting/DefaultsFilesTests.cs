using Understudy.Formats;
using Understudy.Testing;

namespace Understudy.Server.Tests.Connecting;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class DefaultsFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Read_AllPlaces_InTheOrderOfTheServersPrograms()
    {
        var locations = new DefaultsLocations(
            [
                Write("a.cnf", "[client]\nuser=machine\n"),
                _directory["missing.cnf"],
                Write("b.cnf", "[client]\nuser=home\n"),
            ],
            Write("u.cnf", "[client]\nuser=user\n"),
            null);
        var extra = Write("x.cnf", "[client]\nuser=extra\n");
        Assert.Equal(["machine", "home", "user"], Values(new DefaultsSelection(), locations));
        Assert.Equal(
            ["machine", "home", "extra", "user"],
            Values(new DefaultsSelection { DefaultsExtraFile = extra }, locations));
        Assert.Equal(["extra"], Values(new DefaultsSelection { DefaultsFile = extra }, locations));
        Assert.Empty(Values(new DefaultsSelection { NoDefaults = true, DefaultsFile = extra }, locations));
    }

    [Fact]
    public void Read_GroupsAndSuffix_InTheOrderOfTheFile()
    {
        var file = Write(
            "a.cnf",
            "[client_s]\na=suffixed\n[mysqld]\na=server\n[CLIENT]\na=client\n[mariadb-backup]\na=stock\n"
            + "[understudy]\na=own\n[mysql]\na=no\n[client-server]\na=both\n[client-mariadb]\na=maria\n");
        var only = new DefaultsSelection { DefaultsFile = file };
        Assert.Equal(["client", "stock", "own", "both", "maria"], Values(only));
        Assert.Equal(["suffixed", "client", "stock", "own", "both", "maria"], Values(only with { GroupSuffix = "_s" }));
        Assert.Equal(
            "suffixed", Values(only, new DefaultsLocations([], null, "_s"))[0]);
        var content = DefaultsFiles.Read(only, DefaultsFiles.AllGroups);
        Assert.Equal($"{file}:6", content.Settings[0].Source);
    }

    [Fact]
    public void Read_Includes_StandWhereTheyAreNamedSortedAndOnlyCnf()
    {
        Write("d/b.cnf", "[client]\na=b\n");
        Write("d/a.cnf", "[client]\na=a\n");
        Write("d/.h.cnf", "[client]\na=hidden\n");
        Write("d/c.ini", "[client]\na=ini\n");
        Write("d/d.cnf.bak", "[client]\na=bak\n");
        var one = Write("one.cnf", "[client]\na=one\n");
        var file = Write(
            "a.cnf",
            $"!include {one}\n[client]\na=before\n!includedir {_directory["d"]}\na=after\n!include /no/such.cnf\n");
        Assert.Equal(
            ["one", "before", "hidden", "a", "b", "after"], Values(new DefaultsSelection { DefaultsFile = file }));
        var content = DefaultsFiles.Read(new DefaultsSelection { DefaultsFile = file }, ["client"]);
        Assert.Contains("/no/such.cnf", Assert.Single(content.Warnings));
        Assert.Equal(5, content.Files.Count);
    }

    [Fact]
    public void Read_IncludeOfItself_Ends()
    {
        var file = _directory["self.cnf"];
        Write("self.cnf", $"[client]\na=1\n!include {file}\n");
        var content = DefaultsFiles.Read(new DefaultsSelection { DefaultsFile = file }, ["client"]);
        Assert.Equal(11, content.Settings.Count);
        Assert.Contains("nested too deep", Assert.Single(content.Warnings));
    }

    [Fact]
    public void Read_NamedFileOrIncludedDirectoryMissing_IsAnError()
    {
        var error = Assert.Throws<FailureException>(
            () => Values(new DefaultsSelection { DefaultsFile = _directory["none.cnf"] }));
        Assert.Equal(FailureKind.Usage, error.Kind);
        Assert.Contains("none.cnf", error.Message);
        Assert.Throws<FailureException>(
            () => Values(new DefaultsSelection { DefaultsExtraFile = _directory["none.cnf"] }, new([], null, null)));
        var file = Write("a.cnf", $"!includedir {_directory["nowhere"]}\n");
        Assert.Contains("a.cnf:1", Assert.Throws<FailureException>(
            () => Values(new DefaultsSelection { DefaultsFile = file })).Message);
    }

    [Fact]
    public void Read_WrongFile_IsAnErrorWrongIncludeAWarning()
    {
        var wrong = Write("wrong.cnf", "[client]\na=1\n[oops\na=2\n");
        var error = Assert.Throws<FailureException>(() => Values(new DefaultsSelection { DefaultsFile = wrong }));
        Assert.Contains("wrong.cnf:3", error.Message);
        var file = Write("a.cnf", $"!include {wrong}\n[client]\na=3\n");
        var content = DefaultsFiles.Read(new DefaultsSelection { DefaultsFile = file }, ["client"]);
        Assert.Equal(["1", "3"], content.Settings.Select(s => s.Value));
        Assert.Contains("wrong.cnf:3", Assert.Single(content.Warnings));
    }

    [Fact]
    public void Read_FileThatEverybodyMayWrite_IsIgnoredWithAWarning()
    {
        var file = Write("a.cnf", "[client]\na=1\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherWrite | UnixFileMode.OtherRead);
        var content = DefaultsFiles.Read(new DefaultsSelection { DefaultsFile = file }, ["client"]);
        Assert.Empty(content.Settings);
        Assert.Contains("everybody may write", Assert.Single(content.Warnings));
    }

    [Fact]
    public void Read_HugeFile_IsRefused()
    {
        var file = Write("a.cnf", "[client]\n" + new string('#', 2 << 20));
        var error = Assert.Throws<FailureException>(() => Values(new DefaultsSelection { DefaultsFile = file }));
        Assert.Contains("more than", error.Message);
    }

    [Theory]
    [InlineData]
    [InlineData("--defaults-group-suffix=_s")]
    public void Read_SameFilesAsMyPrintDefaults_GivesTheSame(params string[] arguments)
    {
        Write("d/a.cnf", "[client]\nskip-ssl\nloose-x = 'q\\'uo#te' # comment\n[client-server_s]\nport = 7\n");
        var file = Write(
            "a.cnf",
            $"[client]\nuser = \"a b\"\n!includedir {_directory["d"]}\nempty=\n[client_s]\nuser=s\n[client]\nlast\n");
        var said = RunningProgram.Run(
            "/usr/bin/my_print_defaults", [$"--defaults-file={file}", .. arguments, "client", "client-server"]);
        var content = DefaultsFiles.Read(
            new DefaultsSelection { DefaultsFile = file, GroupSuffix = arguments.Length == 0 ? "" : "_s" },
            ["client", "client-server"]);
        var lines = said.Succeeded().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            lines.Select(line => line.Replace('-', '_')),
            content.Settings.Select(s => s.Value is null ? $"__{s.Name}" : $"__{s.Name}={s.Value.Replace('-', '_')}"));
    }

    private static List<string?> Values(DefaultsSelection selection, DefaultsLocations? locations = null) =>
        [.. DefaultsFiles.Read(selection, DefaultsFiles.AllGroups, locations).Settings.Select(s => s.Value)];

    private string Write(string name, string content)
    {
        var path = _directory[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }
}
