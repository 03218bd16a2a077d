using Understudy.Cli.Arguments;
using Understudy.Cli.Faces.MariaDbBackup.CommandLine;
using Understudy.Native.LibC;
using Understudy.Server;

namespace Understudy.Cli.Faces.MariaDbBackup.Modes;

/// <summary>How to reach the server.</summary>
internal static class FaceConnection
{
    private const string Masked = "...";
    private const string Password = "--password";

    private static readonly string[] Names =
    [
        "user", "password", "host", "port", "socket", "ssl", "ssl-ca", "ssl-capath", "ssl-cert", "ssl-cipher", "ssl-key", "ssl-crl", "ssl-crlpath",
        "ssl-fp", "ssl-fplist", "tls-version", "ssl-verify-server-cert", "protocol",
    ];

    /// <summary>Makes the options of the connection; asks for the password where one is wanted and not said.</summary>
    /// <exception cref="FaceException">The protocol is none.</exception>
    /// <exception cref="Formats.FailureException">A value is wrong.</exception>
    internal static ConnectionOptions Make(FaceValues values)
    {
        if (values.Text("protocol") is { } protocol && protocol.ToUpperInvariant() is not ("TCP" or "SOCKET"))
        {
            throw new FaceException(FaceExit.Failed, $"Unknown option to protocol: {protocol}\nAlternatives are: 'TCP','SOCKET'");
        }

        var builder = new ConnectionOptionsBuilder { PortMeansTcp = false };
        // In the server's groups it is the server's directory, where client plugins need not be.
        var names = values.IsFromCommandLine("plugin-dir") ? Names.Append("plugin-dir") : Names;
        foreach (var setting in names.Select(values.Setting).OfType<OptionSetting>())
        {
            builder.TryApply(setting);
        }

        if (values.Text("password") is { Length: > 0 } password)
        {
            ProcessArguments.Mask(password);
        }

        if (builder.AskForPassword)
        {
            builder.SetPassword(PasswordPrompt.Ask());
        }

        var options = builder.Build();
        return options.SocketPath is { } socket ? options with { SocketPath = Path.GetFullPath(socket) } : options;
    }

    /// <summary>A command line for the record, without passwords.</summary>
    internal static string WithoutPasswords(IReadOnlyList<string> arguments)
    {
        var result = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument.StartsWith(Password + "=", StringComparison.Ordinal))
            {
                result.Add($"{Password}={Masked}");
            }
            else if (argument is Password or "-p" && i + 1 < arguments.Count && !arguments[i + 1].StartsWith('-'))
            {
                result.Add(argument);
                result.Add(Masked);
                i++;
            }
            else
            {
                result.Add(argument.Length > 2 && argument.StartsWith("-p", StringComparison.Ordinal) ? "-p" + Masked : argument);
            }
        }

        return string.Join(' ', result);
    }
}
