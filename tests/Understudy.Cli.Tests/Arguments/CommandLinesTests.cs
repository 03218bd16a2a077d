using Understudy.Cli.Arguments;

namespace Understudy.Cli.Tests.Arguments;

public sealed class CommandLinesTests
{
    [Theory]
    [InlineData("-uroot", "--user=root")]
    [InlineData("-P3306", "--port=3306")]
    [InlineData("-S/run/s.sock", "--socket=/run/s.sock")]
    [InlineData("-psecret", "--password=secret")]
    [InlineData("-p", CommandLines.AskForPassword)]
    [InlineData("--password", CommandLines.AskForPassword)]
    [InlineData("--password=", "--password=")]
    [InlineData("--target_dir=/a_b", "--target-dir=/a_b")]
    [InlineData("-u", "-u")]
    [InlineData("plain_word", "plain_word")]
    public void Normalize_WritesOptionsAsTheParserKnowsThem(string given, string expected) =>
        Assert.Equal([expected], CommandLines.Normalize([given]));

    [Theory]
    [InlineData("--password=geheim")]
    [InlineData("-pgeheim")]
    public void WithoutSecrets_HidesPasswords(string given)
    {
        var shown = CommandLines.WithoutSecrets(["backup", given, "--target-dir=/x"]);
        Assert.DoesNotContain("geheim", shown, StringComparison.Ordinal);
        Assert.StartsWith("backup --password=... ", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--encryption-key-password=geheim")]
    [InlineData("--encryption_key_password", "geheim")]
    public void WithoutSecrets_HidesPasswordsOfKeyFiles(params string[] given)
    {
        var shown = CommandLines.WithoutSecrets(["backup", .. given, "--target-dir=/x"]);
        Assert.DoesNotContain("geheim", shown, StringComparison.Ordinal);
        Assert.EndsWith("... --target-dir=/x", shown, StringComparison.Ordinal);
    }
}
