namespace Understudy.Server.Tests;

/// <summary>The server of the collection, with a binary log.</summary>
public sealed class SharedServer : IDisposable
{
    public PrivateServer Server { get; } = new("--skip-networking", "--log-bin=binlog", "--server-id=7");

    public void Dispose() => Server.Dispose();
}
