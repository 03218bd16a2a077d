namespace Understudy.Cli.Faces.MariaDbBackup.Output;

/// <summary>What to do about a failure, in the words of this command line: the engine's hints name the program's own options.</summary>
internal static class FaceHints
{
    private static readonly (string Own, string Face)[] Names =
    [
        ("--allow-damaged-pages", "--log-innodb-page-corruption"),
        ("--lock-wait-timeout", "--startup-wait-timeout"),
    ];

    internal static string Translate(string hint) =>
        Names.Aggregate(hint, (text, name) => text.Replace(name.Own, name.Face, StringComparison.Ordinal));
}
