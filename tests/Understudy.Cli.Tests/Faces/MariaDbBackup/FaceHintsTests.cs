using Understudy.Cli.Faces.MariaDbBackup.Output;

namespace Understudy.Cli.Tests.Faces.MariaDbBackup;

public sealed class FaceHintsTests
{
    [Theory]
    [InlineData("wait longer with --lock-wait-timeout.", "wait longer with --startup-wait-timeout.")]
    [InlineData("use --allow-damaged-pages", "use --log-innodb-page-corruption")]
    [InlineData("use --socket", "use --socket")]
    public void Translate_NamesOptionsOfTheFace(string hint, string expected) => Assert.Equal(expected, FaceHints.Translate(hint));

    [Theory]
    [InlineData("--startup-wait-timeout")]
    [InlineData("--log-innodb-page-corruption")]
    public void Translate_NamesOptionsThatTheFaceHas(string option) =>
        Assert.Contains(Understudy.Cli.Faces.MariaDbBackup.CommandLine.FaceOptions.All, known => "--" + known.Name == option);
}
