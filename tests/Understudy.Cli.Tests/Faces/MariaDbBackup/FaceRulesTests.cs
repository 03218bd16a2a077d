using Understudy.Cli.Faces.MariaDbBackup;

namespace Understudy.Cli.Tests.Faces.MariaDbBackup;

/// <summary>What of a command line goes together. The lines were run with 10.11.19.</summary>
public sealed class FaceRulesTests
{
    [Theory]
    [InlineData("should only be used with \"--prepare\"", "--backup", "--innodb-force-recovery=1")]
    [InlineData("innodb_log_write_ahead_size=4095 is not a power of two", "--backup", "--innodb-log-write-ahead-size=4095")]
    [InlineData("mutually exclusive", "--prepare", "--copy-back")]
    public void Check_WhatDoesNotGo_IsRefused(string message, params string[] arguments)
    {
        var error = Assert.Throws<FaceException>(() => FaceRules.Check(Parsing.Read(arguments)));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(FaceExit.Failed, error.Code);
    }

    [Theory]
    [InlineData("--backup", "--innodb-force-recovery=0")]
    [InlineData("--prepare", "--innodb-force-recovery=2")]
    [InlineData("--backup", "--innodb-log-write-ahead-size=10000")]
    [InlineData("--backup", "--innodb-log-write-ahead-size=1024")]
    public void Check_WhatGoes_IsTaken(params string[] arguments) => FaceRules.Check(Parsing.Read(arguments));
}
