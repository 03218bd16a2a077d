using System.CommandLine;
using Understudy.Server;

namespace Understudy.Cli.Arguments;

/// <summary>The options that say how to reach the server, named as the server's own tools name them.</summary>
internal sealed class ConnectionArguments
{
    private readonly DefaultsArguments _defaults = new();
    private readonly List<Option<string?>> _texts =
    [
        new("--host", "-h") { Description = "Host of the server; its files must be visible here all the same." },
        new("--port", "-P") { Description = "TCP port." },
        new("--socket", "-S") { Description = "Unix socket." },
        new("--user", "-u") { Description = "User to log in as." },
        new("--password") { Description = "Password; -p alone asks for it. An option file or MYSQL_PWD keeps it off the command line." },
        new("--protocol") { Description = "tcp or socket." },
        new("--connect-timeout") { Description = "Seconds to wait for the connection." },
        new("--plugin-dir") { Description = "Directory of client plugins." },
        new("--default-auth") { Description = "Authentication plugin to begin with." },
        new("--ssl-ca") { Description = "File with certificates of authorities." },
        new("--ssl-capath") { Description = "Directory with certificates of authorities." },
        new("--ssl-cert") { Description = "File with this client's certificate." },
        new("--ssl-key") { Description = "File with this client's key." },
        new("--ssl-cipher") { Description = "Ciphers to allow." },
        new("--ssl-crl") { Description = "File with revoked certificates." },
        new("--ssl-crlpath") { Description = "Directory with revoked certificates." },
        new("--ssl-fp") { Description = "Fingerprint that the server's certificate must have." },
        new("--tls-version") { Description = "TLS versions to allow." },
    ];

    private readonly Option<bool> _ask = new(CommandLines.AskForPassword) { Hidden = true };
    private readonly Option<bool> _ssl = new("--ssl") { Description = "Use TLS." };
    private readonly Option<bool> _skipSsl = new("--skip-ssl") { Description = "Do not use TLS." };
    private readonly Option<bool> _verify = new("--ssl-verify-server-cert") { Description = "Check the server's certificate." };
    private readonly Option<bool> _skipVerify = new("--skip-ssl-verify-server-cert") { Description = "Do not check the server's certificate." };

    internal void AddTo(Command command)
    {
        _defaults.AddTo(command);
        _texts.ForEach(command.Options.Add);
        foreach (var flag in (Option[])[_ask, _ssl, _skipSsl, _verify, _skipVerify])
        {
            command.Options.Add(flag);
        }
    }

    /// <summary>Puts together what the option files and the command line say.</summary>
    internal ConnectionOptions Read(ParseResult parsed)
    {
        var builder = new ConnectionOptionsBuilder();
        var known = parsed.CommandResult.Command.Options.Select(option => SettingName(option.Name)).ToHashSet(StringComparer.Ordinal);
        var files = _defaults.Read(parsed);
        foreach (var warning in files.Warnings)
        {
            Console.Error.WriteLine($"understudy: warning: {warning}");
        }

        builder.ApplyFiles(files.Settings, setting => known.Contains(setting.Name));
        foreach (var option in _texts.Where(option => parsed.GetResult(option) is { Implicit: false }))
        {
            Apply(builder, SettingName(option.Name), parsed.GetValue(option));
        }

        ApplyFlag(builder, parsed, _ssl, _skipSsl);
        ApplyFlag(builder, parsed, _verify, _skipVerify);
        if (parsed.GetValue(_ask) || builder.AskForPassword)
        {
            builder.SetPassword(PasswordPrompt.Ask());
        }

        return builder.Build();
    }

    /// <summary>An option's name as option files spell it after normalisation.</summary>
    internal static string SettingName(string optionName) => optionName.TrimStart('-').Replace('-', '_');

    private static void ApplyFlag(ConnectionOptionsBuilder builder, ParseResult parsed, Option<bool> on, Option<bool> off)
    {
        if (parsed.GetValue(on) || parsed.GetValue(off))
        {
            Apply(builder, SettingName(on.Name), parsed.GetValue(off) ? "0" : "1");
        }
    }

    private static void Apply(ConnectionOptionsBuilder builder, string name, string? value) =>
        builder.TryApply(OptionSetting.FromCommandLine(name, value));
}
