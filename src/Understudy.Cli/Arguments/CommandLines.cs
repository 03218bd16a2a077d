using System.CommandLine;
using Understudy.Native.LibC;
using Understudy.Server;

namespace Understudy.Cli.Arguments;

/// <summary>What is done with the arguments before they are parsed, and for the record.</summary>
internal static class CommandLines
{
    /// <summary>What a password option without a value becomes.</summary>
    internal const string AskForPassword = "--ask-for-password";

    private const string Password = "--password";

    private static readonly string[] Secrets = [Password, KeyArguments.PasswordName];

    // Short options of the server's tools that take a value, which may follow without a space.
    private static readonly Dictionary<char, string> ShortOptions = new() { ['h'] = "--host", ['P'] = "--port", ['S'] = "--socket", ['u'] = "--user", ['p'] = Password };

    /// <summary>
    /// Brings arguments into the form that the parser knows: <c>-uroot</c>, <c>-psecret</c>, underscores in names, and a password
    /// option without a value, which asks. Passwords are wiped from the list of arguments that other users of the machine can see.
    /// </summary>
    internal static string[] Normalize(string[] args)
    {
        var result = args.Select(NormalizeOne).ToArray();
        var passwords = Secrets.SelectMany(name => result
            .Where(arg => arg.StartsWith(name + "=", StringComparison.Ordinal))
            .Select(arg => arg[(name.Length + 1)..]))
            .Concat(result.Where((_, i) => i > 0 && result[i - 1] == KeyArguments.PasswordName));
        ProcessArguments.Mask([.. passwords.Where(password => password.Length > 0)]);
        return result;
    }

    /// <summary>Adds what the group of this program in the option files says about a command's own options.</summary>
    /// <param name="args">Normalized arguments.</param>
    /// <param name="parsed">How they were understood; errors do not matter.</param>
    internal static string[] WithDefaults(string[] args, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var selection = new DefaultsArguments();
        var probe = new Command(command.Name) { TreatUnmatchedTokensAsErrors = false };
        selection.AddTo(probe);
        if (!command.Options.Any(option => option.Name == "--defaults-file"))
        {
            return args;
        }

        var own = selection.Read(probe.Parse(args.SkipWhile(arg => arg != command.Name).Skip(1).ToArray()))
            .Settings
            .Where(setting => setting.Group.StartsWith(DefaultsFiles.OwnGroup, StringComparison.OrdinalIgnoreCase))
            .Where(setting => !new ConnectionOptionsBuilder().TryApply(setting))
            .Select(setting => (Option: command.Options.FirstOrDefault(o => ConnectionArguments.SettingName(o.Name) == setting.Name), setting.Value))
            .Where(setting => setting.Option is not null && parsed.GetResult(setting.Option) is null or { Implicit: true })
            .Select(setting => setting.Value is null ? setting.Option!.Name : $"{setting.Option!.Name}={setting.Value}");
        return [.. args, .. own];
    }

    /// <summary>Joins arguments, with passwords replaced.</summary>
    internal static string WithoutSecrets(IEnumerable<string> args)
    {
        var hidden = new List<string>();
        foreach (var arg in args.Select(NormalizeOne))
        {
            var secret = Secrets.FirstOrDefault(name => arg.StartsWith(name + "=", StringComparison.Ordinal));
            hidden.Add(secret is not null ? secret + "=..." : hidden.LastOrDefault() == KeyArguments.PasswordName ? "..." : arg);
        }

        return string.Join(' ', hidden);
    }

    private static string NormalizeOne(string arg)
    {
        if (arg is "-p" or Password)
        {
            return AskForPassword;
        }

        if (arg.StartsWith("--", StringComparison.Ordinal))
        {
            var end = arg.IndexOf('=', StringComparison.Ordinal);
            return end < 0 ? arg.Replace('_', '-') : arg[..end].Replace('_', '-') + arg[end..];
        }

        return arg.Length > 2 && arg[0] == '-' && ShortOptions.TryGetValue(arg[1], out var name) ? $"{name}={arg[2..]}" : arg;
    }
}
