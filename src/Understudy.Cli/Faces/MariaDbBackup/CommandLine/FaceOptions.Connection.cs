namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

internal static partial class FaceOptions
{
    private static IReadOnlyList<FaceOption> ConnectionOptions =>
    [
        Client("user", FaceOptionKind.Text, B, "user to log in as; by default that of the operating system") with { Letter = 'u' },
        Client("password", FaceOptionKind.OptionalText, B, "password. A word behind `--password` or `-p` that does not begin with `-` is taken for it, as 10.11 does; without one it is asked for, as 11.8 does. `MYSQL_PWD` counts when it is not given") with { Letter = 'p' },
        Client("host", FaceOptionKind.Text, B, "host of the server; its files must be visible here all the same") with { Letter = 'H' },
        Client("port", FaceOptionKind.Number, B, "TCP port; alone it does not mean TCP") with { Letter = 'P', Default = "0", Max = ushort.MaxValue },
        Client("socket", FaceOptionKind.Text, B, "Unix socket; a relative path counts from where the program was started") with { Letter = 'S' },
        Client("protocol", FaceOptionKind.Text, B, "`tcp` or `socket`"),
        Client("ssl", FaceOptionKind.Switch, B, "TLS where the server has it; `--skip-ssl` for none") with { Default = "1" },
        Client("ssl-ca", FaceOptionKind.Text, B, "file with certificates of authorities"),
        Client("ssl-capath", FaceOptionKind.Text, B, "directory with certificates of authorities"),
        Client("ssl-cert", FaceOptionKind.Text, B, "file with this client's certificate"),
        Client("ssl-cipher", FaceOptionKind.Text, B, "ciphers to allow"),
        Client("ssl-key", FaceOptionKind.Text, B, "file with this client's key"),
        Client("ssl-crl", FaceOptionKind.Text, B, "file with revoked certificates"),
        Client("ssl-crlpath", FaceOptionKind.Text, B, "directory with revoked certificates"),
        Client("ssl-fp", FaceOptionKind.Text, B, "fingerprint that the server's certificate must have") with { OnlyIn = "11.8" },
        Client("ssl-fplist", FaceOptionKind.Text, B, "file with a fingerprint in each line, one of which the server's certificate must have") with { OnlyIn = "11.8" },
        Client("tls-version", FaceOptionKind.Text, B, "TLS versions to allow"),
        Client("ssl-verify-server-cert", FaceOptionKind.Switch, B, "checks the server's certificate. Off unless asked for, as in 10.11; 11.8 has it on, which a server without certificate refuses"),
        Ignored("secure-auth", FaceOptionKind.Switch, FaceScope.Client, B, "the client library knows no passwords of the time before 4.1") with { Default = "1" },
        Ignored("login-path", FaceOptionKind.Text, FaceScope.Client, B, "reads one more group of option files in 10.11, and is not documented") with { OnlyIn = "10.11" },
        Server("plugin-dir", FaceOptionKind.Text, B, "directory of the client library's plugins; preparing needs no plugins"),
        Server("check-privileges", FaceOptionKind.Switch, B, "checks the account's privileges first; `--skip-check-privileges` does not") with { Default = "1" },
    ];
}
