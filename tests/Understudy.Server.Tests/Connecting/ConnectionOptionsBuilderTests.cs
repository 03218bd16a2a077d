using System.Text;
using Understudy.Formats;

namespace Understudy.Server.Tests.Connecting;

public sealed class ConnectionOptionsBuilderTests
{
    [Fact]
    public void Build_FilesThenCommandLine_LaterWins()
    {
        var builder = Builder();
        builder.ApplyFiles(
            [
                Setting("user", "u1"), Setting("user", "u2"), Setting("host", "h"), Setting("port", "3307"),
                Setting("socket", "/s"), Setting("connect_timeout", "3"), Setting("password", "p"),
                Setting("default_character_set", "latin1"), Setting("plugin_dir", "/p"),
            ],
            _ => false);
        Assert.True(builder.TryApply(OptionSetting.FromCommandLine("user", "u3")));
        var options = builder.Build();
        Assert.Equal("u3", options.User);
        Assert.Equal("h", options.Host);
        Assert.Equal(3307, options.Port);
        Assert.Equal("/s", options.SocketPath);
        Assert.Equal("/p", options.PluginDirectory);
        Assert.Equal(TimeSpan.FromSeconds(3), options.ConnectTimeout);
        Assert.Equal("p", PasswordOf(options));
        Assert.Equal(ConnectionProtocol.Default, options.Protocol);
        Assert.Null(options.Tls.Enabled);
        Assert.Null(options.Tls.Verify);
    }

    [Theory]
    [InlineData("client", true)]
    [InlineData("mariadb-backup", true)]
    [InlineData("understudy", false)]
    [InlineData("understudy_s", false)]
    public void ApplyFiles_UnknownOption_IsAnErrorOnlyInOurGroup(string group, bool accepted)
    {
        var setting = new OptionSetting("nonsense", "1", group, "/etc/my.cnf:12");
        var error = Record.Exception(() => Builder().ApplyFiles([setting], _ => false));
        Assert.Equal(accepted, error is null);
        if (!accepted)
        {
            Assert.Equal(FailureKind.Usage, Assert.IsType<FailureException>(error).Kind);
            Assert.Contains("/etc/my.cnf:12: unknown option nonsense", error.Message);
        }

        Builder().ApplyFiles([setting], _ => true);
        Builder().ApplyFiles([setting with { Name = "loose_nonsense" }], _ => false);
    }

    [Fact]
    public void Build_PluginDirectoryOfTheStockProgram_IsTheServersAndNotUsed()
    {
        var builder = Builder();
        builder.ApplyFiles([new OptionSetting("plugin_dir", "/server", "mariadb-backup", "f:1")], _ => false);
        Assert.Null(builder.Build().PluginDirectory);
    }

    [Theory]
    [InlineData("port", "70000")]
    [InlineData("port", "x")]
    [InlineData("port", null)]
    [InlineData("protocol", "memory")]
    [InlineData("host", null)]
    [InlineData("connect_timeout", "-1")]
    public void TryApply_WrongValue_NamesTheOptionAndThePlace(string name, string? value)
    {
        var error = Assert.Throws<FailureException>(() => Builder().TryApply(Setting(name, value)));
        Assert.Equal(FailureKind.Usage, error.Kind);
        Assert.Contains($"{name} (f:1)", error.Message);
    }

    [Fact]
    public void Build_Password_FromEnvironmentOnlyWhenNotGiven()
    {
        Assert.Null(Builder().Build().Password);
        Assert.Equal("env", PasswordOf(Builder("env").Build()));
        var given = Builder("env");
        given.TryApply(OptionSetting.FromCommandLine("password", ""));
        Assert.Equal("", PasswordOf(given.Build()));
        Assert.False(given.AskForPassword);
        var asked = Builder();
        asked.TryApply(Setting("password", "old"));
        asked.TryApply(OptionSetting.FromCommandLine("password", null));
        Assert.True(asked.AskForPassword);
        asked.SetPassword(new Secret("typed"));
        Assert.False(asked.AskForPassword);
        Assert.Equal("typed", PasswordOf(asked.Build()));
    }

    [Theory]
    [InlineData("port", null, true, ConnectionProtocol.Tcp)]
    [InlineData("port", null, false, ConnectionProtocol.Default)]
    [InlineData("port", "socket", true, ConnectionProtocol.Default)]
    [InlineData("port", "host", true, ConnectionProtocol.Default)]
    public void Build_PortOnTheCommandLine_MeansTcpWhereTheClientDoesSo(
        string first, string? second, bool portMeansTcp, ConnectionProtocol expected)
    {
        var builder = new ConnectionOptionsBuilder(_ => null) { PortMeansTcp = portMeansTcp };
        builder.TryApply(OptionSetting.FromCommandLine(first, "3307"));
        if (second is not null)
        {
            builder.TryApply(OptionSetting.FromCommandLine(second, "x"));
        }

        Assert.Equal(expected, builder.Build().Protocol);
        builder.TryApply(Setting("protocol", "TCP"));
        Assert.Equal(ConnectionProtocol.Tcp, builder.Build().Protocol);
        builder.TryApply(Setting("protocol", "socket"));
        Assert.Equal(ConnectionProtocol.Socket, builder.Build().Protocol);
    }

    [Theory]
    [InlineData("ssl", null, true, null)]
    [InlineData("ssl", "0", false, false)]
    [InlineData("skip_ssl", null, false, false)]
    [InlineData("disable_ssl", null, false, false)]
    [InlineData("ssl", "ON", true, null)]
    [InlineData("ssl_ca", "/ca.pem", true, null)]
    [InlineData("ssl_verify_server_cert", null, true, true)]
    [InlineData("skip_ssl_verify_server_cert", null, null, false)]
    [InlineData("loose_ssl", null, true, null)]
    public void Build_Tls_AsTheClientsTakeIt(string name, string? value, bool? enabled, bool? verify)
    {
        var builder = Builder();
        Assert.True(builder.TryApply(Setting(name, value)));
        var tls = builder.Build().Tls;
        Assert.Equal(enabled, tls.Enabled);
        Assert.Equal(verify, tls.Verify);
    }

    [Fact]
    public void TryApply_OtherOptions_AreLeftToTheCaller()
    {
        Assert.False(Builder().TryApply(OptionSetting.FromCommandLine("target-dir", "/x")));
        Assert.False(Builder().TryApply(OptionSetting.FromCommandLine("skip-x", null)));
    }

    private static ConnectionOptionsBuilder Builder(string? password = null) =>
        new(name => name == "MYSQL_PWD" ? password : null);

    private static OptionSetting Setting(string name, string? value) => new(name, value, "client", "f:1");

    private static string PasswordOf(ConnectionOptions options) =>
        Encoding.UTF8.GetString(options.Password!.Utf8WithZero).TrimEnd('\0');
}
