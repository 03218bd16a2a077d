using Understudy.Cli.Faces.MariaDbBackup;
using Understudy.Cli.Faces.MariaDbBackup.CommandLine;

namespace Understudy.Cli.Tests.Faces.MariaDbBackup;

/// <summary>The rules of the stock tool's command line. Each line was run with 10.11.19 and 11.8.6.</summary>
public sealed class ArgumentParserTests
{
    [Theory]
    [InlineData("--target-dir=/b", "/b")]
    [InlineData("--target_dir=/b", "/b")]
    [InlineData("--Target_DIR=/b", "/b")]
    [InlineData("--Loose-target-dir=/b", "/b")]
    [InlineData("--loose-target-dir=/b", "/b")]
    [InlineData("--target-dir=", "")]
    [InlineData("--target-dir=a=b", "a=b")]
    [InlineData("--skip-target-dir", "0")]
    [InlineData("--enable-target-dir", "1")]
    public void ReadArguments_Text_IsTheValue(string argument, string expected) =>
        Assert.Equal(expected, Parsing.Read(argument).Text("target-dir"));

    [Theory]
    [InlineData("--target-dir", "/b")]
    [InlineData("--target_dir", "--backup")]
    public void ReadArguments_RequiredValueWithoutEquals_IsTheNextArgument(string name, string next)
    {
        var values = Parsing.Read(name, next);

        Assert.Equal(next, values.Text("target-dir"));
        Assert.False(values.IsOn("backup"));
    }

    [Theory]
    [InlineData("--backup", true)]
    [InlineData("--backup=1", true)]
    [InlineData("--backup=ON", true)]
    [InlineData("--backup=true", true)]
    [InlineData("--backup=off", false)]
    [InlineData("--backup=0", false)]
    [InlineData("--backup=False", false)]
    [InlineData("--skip-backup", false)]
    [InlineData("--skip_backup", false)]
    [InlineData("--disable-backup", false)]
    [InlineData("--enable-backup", true)]
    [InlineData("--skip-backup=0", true)]
    [InlineData("--enable-backup=0", false)]
    public void ReadArguments_Switch_IsOnOrOff(string argument, bool expected) =>
        Assert.Equal(expected, Parsing.Read(argument).IsOn("backup"));

    [Fact]
    public void ReadArguments_SwitchWithAnotherWord_IsOffAndTold()
    {
        var values = Parsing.Read(out var warnings, "--galera-info=foo");

        Assert.False(values.IsOn("galera-info"));
        Assert.Equal(["Warning: mariadb-backup: ignoring option '--galera-info' due to invalid value 'foo'"], warnings);
    }

    [Theory]
    [InlineData("--parallel=4", "parallel", 4UL)]
    [InlineData("--parallel=0", "parallel", 1UL)]
    [InlineData("--parallel=-3", "parallel", 1UL)]
    [InlineData("--use-memory=1K", "use-memory", 8UL << 20)]
    [InlineData("--use-memory=512m", "use-memory", 512UL << 20)]
    [InlineData("--use-memory=2G", "use-memory", 2UL << 30)]
    [InlineData("--use-memory=1T", "use-memory", 1UL << 40)]
    [InlineData("--use-memory=3P", "use-memory", 3UL << 50)]
    [InlineData("--use-memory=1E", "use-memory", 1UL << 60)]
    [InlineData("--use-memory=99999E", "use-memory", ulong.MaxValue)]
    [InlineData("--port=70000", "port", 65535UL)]
    public void ReadArguments_Number_HasBinarySuffixesAndIsBroughtIntoItsRange(string argument, string name, ulong expected) =>
        Assert.Equal(expected, Parsing.Read(argument).Number(name));

    [Fact]
    public void ReadArguments_NumberOutOfRange_IsTold()
    {
        Parsing.Read(out var warnings, "--parallel=0");

        Assert.Equal(["Warning: option 'parallel': unsigned value 0 adjusted to 1"], warnings);
    }

    [Fact]
    public void ReadArguments_SameOptionTwice_TheLaterWins() =>
        Assert.Equal("b", Parsing.Read("--target-dir=a", "--target-dir", "b").Text("target-dir"));

    [Fact]
    public void ReadArguments_Maximum_HasNoEffect() => Assert.Equal(1UL, Parsing.Read("--maximum-parallel=3").Number("parallel"));

    [Theory]
    [InlineData("-uroot", "user", "root")]
    [InlineData("-h/data", "datadir", "/data")]
    [InlineData("-Hdb1", "host", "db1")]
    [InlineData("-S/s", "socket", "/s")]
    [InlineData("-psecret", "password", "secret")]
    [InlineData("-t/tmp", "tmpdir", "/tmp")]
    public void ReadArguments_Letter_HasItsValueBehindIt(string argument, string name, string expected) =>
        Assert.Equal(expected, Parsing.Read(argument).Text(name));

    [Fact]
    public void ReadArguments_LetterAlone_TakesTheNextArgument()
    {
        var values = Parsing.Read("-u", "root", "-P", "3307", "-V", "--backup");

        Assert.Equal(("root", 3307UL, true), (values.Text("user"), values.Number("port"), values.IsOn("backup")));
    }

    [Theory]
    [InlineData("-p")]
    [InlineData("--password")]
    public void ReadArguments_PasswordBeforeAWord_IsTheWord(string name) => Assert.Equal("geheim", Parsing.Read(name, "geheim").Text("password"));

    [Theory]
    [InlineData("-p", "--backup")]
    [InlineData("--password", "-uroot")]
    public void ReadArguments_PasswordBeforeAnOption_IsToBeAskedFor(string name, string next)
    {
        var values = Parsing.Read(name, next);

        Assert.True(values.IsGiven("password"));
        Assert.Null(values.Text("password"));
    }

    [Theory]
    [InlineData("--bogus", FaceExit.UnknownOption, "mariadb-backup: unknown option '--bogus'")]
    [InlineData("--back", FaceExit.UnknownOption, "mariadb-backup: unknown option '--back'")]
    [InlineData("--stats", FaceExit.UnknownOption, "mariadb-backup: unknown option '--stats'")]
    [InlineData("--redo-only", FaceExit.UnknownOption, "mariadb-backup: unknown option '--redo-only'")]
    [InlineData("--incremental", FaceExit.UnknownOption, "mariadb-backup: unknown option '--incremental'")]
    [InlineData("--no-timestamp", FaceExit.UnknownOption, "mariadb-backup: unknown option '--no-timestamp'")]
    [InlineData("--innobackupex", FaceExit.UnknownOption, "mariadb-backup: unknown option '--innobackupex'")]
    [InlineData("--no-defaults", FaceExit.UnknownOption, "mariadb-backup: unknown option '--no-defaults'")]
    [InlineData("--skip-bogus", FaceExit.UnknownOption, "mariadb-backup: unknown option '--skip-bogus'")]
    [InlineData("-Z", FaceExit.UnknownOption, "mariadb-backup: unknown option '-Z'")]
    [InlineData("--bogus=1", FaceExit.UnknownVariable, "mariadb-backup: unknown variable 'bogus=1'")]
    [InlineData("--server-id=1", FaceExit.UnknownVariable, "mariadb-backup: unknown variable 'server-id=1'")]
    [InlineData("--innodb-buffer-pool-size=1G", FaceExit.UnknownVariable, "mariadb-backup: unknown variable 'innodb-buffer-pool-size=1G'")]
    [InlineData("--core-file=1", FaceExit.NoArgumentAllowed, "mariadb-backup: option '--core-file' cannot take an argument")]
    [InlineData("--target-dir", FaceExit.ArgumentRequired, "mariadb-backup: option '--target-dir' requires an argument")]
    [InlineData("-S", FaceExit.ArgumentRequired, "mariadb-backup: option '--socket' requires an argument")]
    [InlineData("--binlog-info=foo", FaceExit.BadChoice, "mariadb-backup: Error while setting value 'foo' to 'binlog-info'")]
    [InlineData("--innodb-checksum-algorithm=none", FaceExit.BadChoice, "mariadb-backup: Error while setting value 'none' to 'innodb-checksum-algorithm'")]
    public void ReadArguments_WhatTheStockToolRefuses_IsRefusedWithItsCode(string argument, object code, string message)
    {
        var error = Parsing.Fail(argument);

        Assert.Equal((code, message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("--parallel=xx", 'x')]
    [InlineData("--parallel=1z", 'z')]
    [InlineData("--port=K", 'K')]
    public void ReadArguments_NoNumber_NamesTheCharacter(string argument, char wrong)
    {
        var error = Parsing.Fail(argument);

        Assert.Equal(FaceExit.BadNumber, error.Code);
        Assert.StartsWith($"Unknown suffix '{wrong}' used for variable", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--loose-bogus=1", "Warning: mariadb-backup: unknown variable 'loose-bogus=1'")]
    [InlineData("--loose-skip-bogus", "Warning: mariadb-backup: unknown option '--loose-skip-bogus'")]
    public void ReadArguments_LooseUnknown_IsTold(string argument, string expected)
    {
        Parsing.Read(out var warnings, argument);

        Assert.Equal([expected], warnings);
    }

    [Theory]
    [InlineData("--mysqld-args")]
    [InlineData("--mysqld_args")]
    [InlineData("--")]
    public void ReadArguments_BehindServerArguments_OnlyOptionsOfTheServerCount(string mark)
    {
        var values = Parsing.Read(
            "--backup", mark, "--wsrep-on=1", "--datadir=/d", "--target-dir=/no", "--prepare", "word", "--file-key-management-filename=/k", "--parallel", "3");

        Assert.Equal(("/d", 3UL, false, null), (values.Text("datadir"), values.Number("parallel"), values.IsOn("prepare"), values.Text("target-dir")));
        Assert.Equal("/k", values.ServerSetting("file_key_management_filename"));
        Assert.Empty(values.Words);
    }

    [Fact]
    public void ReadArguments_BareWords_AreKeptForTheMessage() => Assert.Equal(["extra"], Parsing.Read("--prepare", "extra").Words);

    [Theory]
    [InlineData("--history", null)]
    [InlineData("--history=weekly", "weekly")]
    public void ReadArguments_OptionalText_TakesNoNextArgument(string argument, string? expected)
    {
        var values = Parsing.Read(argument, "--backup");

        Assert.Equal((true, expected, true), (values.IsGiven("history"), values.Text("history"), values.IsOn("backup")));
    }

    [Fact]
    public void ReadArguments_AnyWords_AreReadOrRefusedInOrder()
    {
        string[] pieces = ["--", "-", "=", "skip-", "loose_", "maximum-", "enable-", "backup", "parallel", "p", "target_dir", "99999999999999999999E", "\u00fc", " ", "--mysqld-args", "", "-uV"];
        var random = new Random(4);
        for (var i = 0; i < 20_000; i++)
        {
            var line = Enumerable.Range(0, random.Next(5)).Select(_ => string.Concat(random.GetItems(pieces, random.Next(1, 5)))).ToArray();
            try
            {
                Parsing.Read(line);
                DefaultsLine.Take(line);
            }
            catch (FaceException e)
            {
                Assert.True(e.Code is not FaceExit.Done, string.Join('|', line));
                Assert.NotEmpty(e.Message);
            }
        }
    }

    [Fact]
    public void ReadArguments_Alias_SetsTheOption()
    {
        Assert.True(Parsing.Read("--apply-log").IsOn("prepare"));
        Assert.Equal(7UL, Parsing.Read("--ftwrl-wait-timeout=7").Number("startup-wait-timeout"));
    }
}
