namespace Understudy.Cli.Commands;

/// <summary>Command lines for the record.</summary>
internal static class CommandLines
{
    /// <summary>Joins arguments, with passwords replaced.</summary>
    internal static string WithoutSecrets(IEnumerable<string> args)
    {
        var shown = new List<string>();
        var isSecret = false;
        foreach (var arg in args)
        {
            shown.Add(isSecret ? "..." : Mask(arg));
            isSecret = arg is "--password" or "-p";
        }

        return string.Join(' ', shown);
    }

    private static string Mask(string arg) => arg switch
    {
        _ when arg.StartsWith("--password=", StringComparison.Ordinal) => "--password=...",
        _ when arg.StartsWith("-p", StringComparison.Ordinal) && arg.Length > 2 => "-p...",
        _ => arg,
    };
}
