using System.Globalization;
using Understudy.Formats;

namespace Understudy.Server;

/// <summary>
/// Turns settings of option files and of the command line into <see cref="ConnectionOptions"/>. Settings are applied in
/// their order, later ones win: first those of the files, then those of the command line.
/// </summary>
public sealed class ConnectionOptionsBuilder
{
    private static readonly string[] TlsTexts =
    [
        "ssl_ca", "ssl_capath", "ssl_cert", "ssl_key", "ssl_cipher", "ssl_crl", "ssl_crlpath", "ssl_fp", "ssl_fplist", "tls_version",
    ];

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _fromCommandLine = new(StringComparer.Ordinal);
    private readonly Func<string, string?> _environment;
    private Secret? _password;
    private bool _passwordGiven;
    private bool? _tls;
    private bool? _verify;

    /// <summary>Begins without any setting.</summary>
    /// <param name="environment">Reads a variable of the environment; null for that of this process.</param>
    public ConnectionOptionsBuilder(Func<string, string?>? environment = null)
    {
        _environment = environment ?? Environment.GetEnvironmentVariable;
    }

    /// <summary>
    /// Whether a port on the command line without host, socket and protocol means TCP, as for the <c>mariadb</c>
    /// client;
    /// mariadb-backup uses the socket even then.
    /// </summary>
    public bool PortMeansTcp { get; init; } = true;

    /// <summary>
    /// Whether <c>password</c> was last given without a value: it is to be asked for on the terminal.
    /// </summary>
    public bool AskForPassword { get; private set; }

    /// <summary>
    /// Applies a setting. Options that are not about the connection are left to the caller.
    /// </summary>
    /// <returns>Whether it was a connection option.</returns>
    /// <exception cref="FailureException">The value is wrong; the message names the place.</exception>
    public bool TryApply(OptionSetting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        var name = setting.Name.StartsWith("loose_", StringComparison.Ordinal) ? setting.Name[6..] : setting.Name;
        switch (name)
        {
            case "password":
                SetPassword(setting.Value);
                return true;
            case "host" or "user" or "socket" or "default_auth":
                return SetText(name, Required(setting), setting);
            case "plugin_dir":
                // In the group of the stock backup program this is the server's directory, for prepare.
                return setting.Group != DefaultsFiles.StockBackupGroup && SetText(name, Required(setting), setting);
            case "port" or "connect_timeout":
                _ = Number(setting, name == "port" ? ushort.MaxValue : int.MaxValue);
                return SetText(name, Required(setting), setting);
            case "protocol":
                _ = Protocol(setting);
                return SetText(name, Required(setting), setting);
            default:
                return TryApplyTls(name, setting);
        }
    }

    /// <summary>
    /// Applies the settings of option files. What is no connection option must be known to the caller when it stands in
    /// the group of this program; in the groups that are shared with other programs it is ignored.
    /// </summary>
    /// <param name="settings">The settings, in order.</param>
    /// <param name="isKnown">Whether a setting of the program's own group is known to the caller.</param>
    /// <exception cref="FailureException">An option is unknown or its value wrong; the message names file and
    /// line.</exception>
    public void ApplyFiles(IEnumerable<OptionSetting> settings, Func<OptionSetting, bool> isKnown)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(isKnown);
        foreach (var setting in settings)
        {
            var own = setting.Group.StartsWith(DefaultsFiles.OwnGroup, StringComparison.OrdinalIgnoreCase);
            if (!TryApply(setting) && own && !setting.Name.StartsWith("loose_", StringComparison.Ordinal)
                && !isKnown(setting))
            {
                throw new FailureException(
                    FailureKind.Usage,
                    $"{setting.Source}: unknown option {setting.Name} in group [{setting.Group}]",
                    "Correct the name, or write loose-... if other versions know it.");
            }
        }
    }

    /// <summary>Sets the password that the terminal was asked for.</summary>
    public void SetPassword(Secret password)
    {
        _password = password;
        _passwordGiven = true;
        AskForPassword = false;
    }

    /// <summary>The options. The password is taken from <c>MYSQL_PWD</c> when none was given.</summary>
    public ConnectionOptions Build()
    {
        if (!_passwordGiven && _environment("MYSQL_PWD") is { } fromEnvironment)
        {
            SetPassword(fromEnvironment);
        }

        return new ConnectionOptions
        {
            Host = Text("host"),
            Port = Text("port") is { } port ? int.Parse(port, NumberStyles.None, CultureInfo.InvariantCulture) : 0,
            SocketPath = Text("socket"),
            User = Text("user"),
            Password = _password,
            Protocol = ChooseProtocol(),
            PluginDirectory = Text("plugin_dir"),
            DefaultAuthentication = Text("default_auth"),
            ConnectTimeout = Text("connect_timeout") is { } seconds
                ? TimeSpan.FromSeconds(int.Parse(seconds, NumberStyles.None, CultureInfo.InvariantCulture))
                : new ConnectionOptions().ConnectTimeout,
            Tls = BuildTls(),
        };
    }

    private TlsOptions BuildTls() => new()
    {
        Enabled = _tls ?? (_verify == true || TlsTexts.Any(_texts.ContainsKey) ? true : null),
        Verify = _tls == false ? false : _verify,
        Ca = Text("ssl_ca"),
        CaPath = Text("ssl_capath"),
        Certificate = Text("ssl_cert"),
        Key = Text("ssl_key"),
        Cipher = Text("ssl_cipher"),
        Crl = Text("ssl_crl"),
        CrlPath = Text("ssl_crlpath"),
        Versions = Text("tls_version"),
        Fingerprint = Text("ssl_fp"),
        FingerprintFile = Text("ssl_fplist"),
    };

    private ConnectionProtocol ChooseProtocol()
    {
        if (Text("protocol") is { } protocol)
        {
            return protocol.Equals("tcp", StringComparison.OrdinalIgnoreCase)
                ? ConnectionProtocol.Tcp
                : ConnectionProtocol.Socket;
        }

        return PortMeansTcp && _fromCommandLine.Contains("port") && !_fromCommandLine.Contains("socket")
            && !_fromCommandLine.Contains("host")
            ? ConnectionProtocol.Tcp
            : ConnectionProtocol.Default;
    }

    private bool TryApplyTls(string name, OptionSetting setting)
    {
        if (TlsTexts.Contains(name, StringComparer.Ordinal))
        {
            return SetText(name, Required(setting), setting);
        }

        var (bare, value) = Switch(name, setting);
        switch (bare)
        {
            case "ssl":
                _tls = value;
                return true;
            case "ssl_verify_server_cert":
                _verify = value;
                return true;
            default:
                return false;
        }
    }

    private static (string Name, bool Value) Switch(string name, OptionSetting setting)
    {
        foreach (var (prefix, value) in new[] { ("skip_", false), ("disable_", false), ("enable_", true) })
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return (name[prefix.Length..], value);
            }
        }

        // As for the server's programs, a word that is neither is taken for no.
        return (name, setting.Value is null || setting.Value is "1"
            || setting.Value.Equals("on", StringComparison.OrdinalIgnoreCase)
            || setting.Value.Equals("true", StringComparison.OrdinalIgnoreCase));
    }

    private static string Required(OptionSetting setting) =>
        setting.Value ?? throw Wrong(setting, "needs a value");

    private static long Number(OptionSetting setting, long max) =>
        long.TryParse(Required(setting), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= max
            ? number
            : throw Wrong(setting, $"must be a number of at most {max}, but is \"{setting.Value}\"");

    private static string Protocol(OptionSetting setting) => Required(setting).ToUpperInvariant() is "TCP" or "SOCKET"
        ? setting.Value!
        : throw Wrong(setting, $"must be tcp or socket, but is \"{setting.Value}\"");

    private static FailureException Wrong(OptionSetting setting, string problem) =>
        new(FailureKind.Usage, $"option {setting.Name} ({setting.Source}) {problem}");

    private bool SetText(string name, string value, OptionSetting setting)
    {
        _texts[name] = value;
        if (setting.Source == OptionSetting.CommandLine)
        {
            _fromCommandLine.Add(name);
        }

        return true;
    }

    private void SetPassword(string? value)
    {
        _password = value is null ? null : new Secret(value);
        _passwordGiven = value is not null;
        AskForPassword = value is null;
    }

    private string? Text(string name) => _texts.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
