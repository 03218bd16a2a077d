using Understudy.Cli.Faces.MariaDbBackup.Modes;
using Understudy.Server;

namespace Understudy.Cli.Tests.Faces.MariaDbBackup;

public sealed class FaceConnectionTests
{
    [Fact]
    public void Make_PortAlone_DoesNotMeanTcp()
    {
        var options = FaceConnection.Make(Parsing.Read("--port=3307", "--user=u", "--password=p"));

        Assert.Equal((ConnectionProtocol.Default, 3307, "u"), (options.Protocol, options.Port, options.User));
        Assert.NotNull(options.Password);
    }

    [Fact]
    public void Make_Tls_IsAsTheOptionsSay()
    {
        var options = FaceConnection.Make(Parsing.Read("--ssl", "--ssl-ca", "/ca.pem", "--ssl-verify-server-cert"));
        var without = FaceConnection.Make(Parsing.Read("--skip-ssl"));

        Assert.Equal((true, "/ca.pem", true), (options.Tls.Enabled, options.Tls.Ca, options.Tls.Verify));
        Assert.Equal((false, null), (without.Tls.Enabled, without.Tls.Ca));
    }

    [Fact]
    public void Make_RelativeSocket_CountsFromHere() =>
        Assert.Equal(Path.GetFullPath("s.sock"), FaceConnection.Make(Parsing.Read("--socket=s.sock")).SocketPath);

    [Theory]
    [InlineData("--backup --password=secret --user=u", "--backup --password=... --user=u")]
    [InlineData("--password secret --backup", "--password ... --backup")]
    [InlineData("--password --backup", "--password --backup")]
    [InlineData("-psecret --backup", "-p... --backup")]
    [InlineData("-p secret --backup", "-p ... --backup")]
    [InlineData("--port=1 --parallel=2", "--port=1 --parallel=2")]
    public void WithoutPasswords_AnyForm_HidesThem(string line, string expected) =>
        Assert.Equal(expected, FaceConnection.WithoutPasswords(line.Split(' ')));
}
