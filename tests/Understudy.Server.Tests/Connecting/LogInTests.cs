using Understudy.Formats;
using Understudy.Testing;

namespace Understudy.Server.Tests.Connecting;

[Trait("Tier", "integration")]
public sealed class LogInTests(LogInServers servers) : IClassFixture<LogInServers>
{
    private const string Password = "p'ä\"ss w";

    public static TheoryData<string> Releases => SharedServers.Releases;

    public static TheoryData<string, string> Plugins => new()
    {
        { "10.11", "mysql_native_password" }, { "10.11", "ed25519" },
        { "11.8", "mysql_native_password" }, { "11.8", "ed25519" },
    };

    [Theory]
    [MemberData(nameof(Plugins))]
    public void Connect_ByPassword_SocketAndTcp(string release, string plugin)
    {
        var server = servers[release];
        CreateUser(server, $"IDENTIFIED VIA {plugin} USING PASSWORD({ServerSession.QuoteText(Password)})");
        using var password = new Secret(Password);
        var bySocket = server.Connection with { User = "login", Password = password };
        using (var session = ServerSession.Connect(bySocket))
        {
            Assert.Equal("login@localhost", session.QueryScalar("SELECT CURRENT_USER()"));
            Assert.Contains("socket", session.HostInfo, StringComparison.OrdinalIgnoreCase);
        }

        using (var session = ServerSession.Connect(ByTcp(server) with { User = "login", Password = password }))
        {
            Assert.Contains("TCP", session.HostInfo, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Plugins))]
    public void Connect_WrongPassword_SaysSoWithoutIt(string release, string plugin)
    {
        var server = servers[release];
        CreateUser(server, $"IDENTIFIED VIA {plugin} USING PASSWORD('right')");
        using var wrong = new Secret("wr0ng-pass");
        var options = server.Connection with { User = "login", Password = wrong };
        var error = Assert.Throws<ServerException>(() => ServerSession.Connect(options));
        Assert.Equal(ServerErrorCode.LogInDenied, error.Code);
        Assert.Equal("28000", error.SqlState);
        Assert.Equal(FailureKind.AccessDenied, error.Kind);
        Assert.True(error.IsAccessDenied);
        Assert.StartsWith("cannot connect to the server as user 'login': Access denied", error.Message);
        Assert.DoesNotContain("wr0ng", error.ToString());
        Assert.Contains("Check user and password", error.Hint);
        var without = Assert.Throws<ServerException>(() => ServerSession.Connect(options with { Password = null }));
        Assert.Contains("No password was given", without.Hint);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Connect_ByUnixSocket_AsTheSameUserOnly(string release)
    {
        using var server = MariaDbServer.Start(MariaDbRelease.Find(release));
        var me = Environment.UserName;
        server.Execute($"CREATE USER login@localhost IDENTIFIED VIA unix_socket");
        server.Execute($"CREATE OR REPLACE USER '{me}'@localhost IDENTIFIED VIA unix_socket");
        using (var session = ServerSession.Connect(server.Connection with { User = null }))
        {
            Assert.Equal($"{me}@localhost", session.QueryScalar("SELECT CURRENT_USER()"));
        }

        var error = Assert.Throws<ServerException>(
            () => ServerSession.Connect(server.Connection with { User = "login" }));
        Assert.Equal(ServerErrorCode.LogInDeniedWithoutPassword, error.Code);
        Assert.Equal(FailureKind.AccessDenied, error.Kind);
        Assert.Contains("unix_socket", error.Hint);
    }

    [Fact]
    public void Connect_NobodyThere_NamesWhatWasTried()
    {
        var bySocket = Assert.Throws<ServerException>(
            () => ServerSession.Connect(new ConnectionOptions { SocketPath = "/no/such.sock", User = "u" }));
        Assert.Equal(ServerErrorCode.CannotConnectToSocket, bySocket.Code);
        Assert.Equal(FailureKind.Failed, bySocket.Kind);
        Assert.Contains("/no/such.sock", bySocket.Message);
        Assert.Contains("--socket", bySocket.Hint);
        var byTcp = Assert.Throws<ServerException>(
            () => ServerSession.Connect(new ConnectionOptions { Host = "127.0.0.1", Port = 1, User = "u" }));
        Assert.Contains("127.0.0.1", byTcp.Message);
        Assert.Contains("listen", byTcp.Hint);
        var byName = Assert.Throws<ServerException>(
            () => ServerSession.Connect(new ConnectionOptions { Host = "no-such-host.invalid", User = "u" }));
        Assert.Contains("no-such-host.invalid", byName.Message);
        Assert.Contains("--host", byName.Hint);
    }

    [Fact]
    public void Connect_PluginDirectoryEmpty_SaysWhichOptionHelps()
    {
        var server = servers["11.8"];

        // Once a plugin is loaded, it stays: this one is used by no other test.
        server.Execute("INSTALL SONAME 'auth_parsec'");
        CreateUser(server, "IDENTIFIED VIA parsec USING PASSWORD('x')");
        using var password = new Secret("x");
        var error = Assert.Throws<ServerException>(() => ServerSession.Connect(server.Connection with
        {
            User = "login", Password = password, PluginDirectory = server.Directory.Path,
        }));
        Assert.Contains("parsec could not be loaded", error.Message);
        Assert.Contains("--plugin-dir", error.Hint);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Connect_Tls_EncryptsAndVerifies(string release)
    {
        var server = servers[release];
        var wanted = ByTcp(server) with { Tls = new TlsOptions { Enabled = true, Verify = false } };
        using (var session = ServerSession.Connect(wanted))
        {
            Assert.NotNull(session.TlsCipher);
        }

        // Version 3.4 of the library trusts whoever answers on this host.
        var verifiesOnThisHost = ServerSession.ClientLibraryVersion.StartsWith("3.3.", StringComparison.Ordinal);
        if (verifiesOnThisHost)
        {
            Refused(wanted with { Tls = new TlsOptions { Enabled = true, Verify = true } });
        }

        var trusting = new TlsOptions { Enabled = true, Verify = true, Ca = servers.Certificates.Ca };
        if (verifiesOnThisHost)
        {
            Refused(wanted with { Tls = trusting });
        }

        using (var session = ServerSession.Connect(wanted with { Host = "localhost", Tls = trusting }))
        {
            Assert.Equal(session.TlsCipher, session.Query("SHOW STATUS LIKE 'Ssl_cipher'")[0][1]);
        }

        using (var session = ServerSession.Connect(wanted with { Tls = wanted.Tls with { Versions = "TLSv1.2" } }))
        {
            Assert.Equal("TLSv1.2", session.Query("SHOW STATUS LIKE 'Ssl_version'")[0][1]);
        }

        var plain = new TlsOptions { Enabled = false, Verify = false };
        using (var session = ServerSession.Connect(wanted with { Tls = plain }))
        {
            Assert.Null(session.TlsCipher);
        }
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Connect_TlsClientCertificate_IsAcceptedWhereRequired(string release)
    {
        var server = servers[release];
        CreateUser(server, "IDENTIFIED BY 'x' REQUIRE X509");
        using var password = new Secret("x");
        var without = ByTcp(server) with
        {
            User = "login", Password = password, Tls = new TlsOptions { Enabled = true, Verify = false },
        };
        Assert.True(Assert.Throws<ServerException>(() => ServerSession.Connect(without)).IsAccessDenied);
        using var session = ServerSession.Connect(without with
        {
            Tls = without.Tls with
            {
                Certificate = servers.Certificates.ClientCertificate, Key = servers.Certificates.ClientKey,
            },
        });
        Assert.NotNull(session.TlsCipher);
    }

    [Fact]
    public void Connect_Fingerprint_OnlyTheRightOne()
    {
        var wanted = ByTcp(servers["10.11"]);
        using var session = ServerSession.Connect(
            wanted with { Tls = new TlsOptions { Enabled = true, Fingerprint = servers.Certificates.Sha1 } });
        Assert.NotNull(session.TlsCipher);
        Refused(wanted with { Tls = new TlsOptions { Enabled = true, Fingerprint = new string('0', 40) } });
    }

    [Fact]
    public void Connect_FileOfFingerprints_OneMustBeTheRightOne()
    {
        var wanted = ByTcp(servers["10.11"]);
        using var place = new TemporaryDirectory();
        File.WriteAllText(place["both"], $"{new string('0', 40)}\n{servers.Certificates.Sha1}\n");
        File.WriteAllText(place["other"], $"{new string('0', 40)}\n");
        using var session = ServerSession.Connect(wanted with { Tls = new TlsOptions { Enabled = true, FingerprintFile = place["both"] } });
        Assert.NotNull(session.TlsCipher);
        Refused(wanted with { Tls = new TlsOptions { Enabled = true, FingerprintFile = place["other"] } });
    }

    [Fact]
    public void Connect_TlsWantedServerHasNone_IsRefused()
    {
        using var server = MariaDbServer.Start(
            new MariaDbServerOptions { Release = MariaDbRelease.V10_11, Networking = true });
        CreateUser(server, "IDENTIFIED BY ''");
        Refused(ByTcp(server) with { Tls = new TlsOptions { Enabled = true } });
        Refused(ByTcp(server) with { Tls = new TlsOptions { Enabled = true, Verify = true } });
        using var session = ServerSession.Connect(server.Connection with { Tls = new TlsOptions { Enabled = true } });
        Assert.Null(session.TlsCipher);
    }

    [Fact]
    public void Connect_AutomaticTlsOfNewServers_Works()
    {
        using var server = MariaDbServer.Start(MariaDbRelease.V11_8);
        using var session = ServerSession.Connect(
            server.Connection with { Tls = new TlsOptions { Enabled = true, Verify = false } });
        Assert.NotNull(session.TlsCipher);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void Connect_FromAnOptionFile_Works(string release)
    {
        var server = servers[release];
        CreateUser(server, "IDENTIFIED BY 'from file'");
        var file = server.Directory["client.cnf"];
        File.WriteAllText(
            file,
            $"[client]\nsocket={server.SocketPath}\nuser=nobody\npassword=\"from file\"\n[understudy]\nuser=login\n");
        var builder = new ConnectionOptionsBuilder(_ => null);
        var content = DefaultsFiles.Read(new DefaultsSelection { DefaultsFile = file }, DefaultsFiles.AllGroups);
        builder.ApplyFiles(content.Settings, _ => false);
        var options = builder.Build();
        using var session = ServerSession.Connect(options);
        Assert.Equal("login@localhost", session.QueryScalar("SELECT CURRENT_USER()"));
        options.Password!.Dispose();
    }

    private static void Refused(ConnectionOptions options)
    {
        var error = Assert.Throws<ServerException>(() => ServerSession.Connect(options).Dispose());
        Assert.Equal(ServerErrorCode.TlsFailed, error.Code);
        Assert.NotNull(error.Hint);
    }

    private static ConnectionOptions ByTcp(MariaDbServer server) => new()
    {
        Host = "127.0.0.1", Port = server.Port, Protocol = ConnectionProtocol.Tcp, User = "root",
    };

    private static void CreateUser(MariaDbServer server, string identified) => server.Execute(
        $"CREATE OR REPLACE USER login@localhost {identified}",
        $"CREATE OR REPLACE USER login@'127.0.0.1' {identified}",
        "CREATE USER IF NOT EXISTS root@'127.0.0.1'",
        "GRANT ALL ON *.* TO root@'127.0.0.1'");
}
