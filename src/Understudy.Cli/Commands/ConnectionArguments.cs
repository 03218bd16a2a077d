using System.CommandLine;
using Understudy.Server;

namespace Understudy.Cli.Commands;

/// <summary>The options that say how to reach the server.</summary>
internal sealed class ConnectionArguments
{
    private readonly Option<string?> _host = new("--host", "-h") { Description = "Host of the server; the files must be visible here all the same." };
    private readonly Option<int> _port = new("--port", "-P") { Description = "TCP port." };
    private readonly Option<string?> _socket = new("--socket", "-S") { Description = "Unix socket of the server." };
    private readonly Option<string?> _user = new("--user", "-u") { Description = "User to log in as." };
    private readonly Option<string?> _password = new("--password", "-p") { Description = "Password." };

    internal void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_host, _port, _socket, _user, _password])
        {
            command.Options.Add(option);
        }
    }

    internal ConnectionOptions Read(ParseResult parsed) => new()
    {
        Host = parsed.GetValue(_host),
        Port = parsed.GetValue(_port),
        SocketPath = parsed.GetValue(_socket),
        User = parsed.GetValue(_user),
        Password = parsed.GetValue(_password) is { } password ? new Secret(password) : null,
    };
}
