using System.Text;
using Understudy.Native.LibMariaDb;
using Understudy.Protocol;

namespace Understudy.Engine.Tests.Doubles;

/// <summary>A connection to a <see cref="ServerDouble"/>.</summary>
internal sealed class DoubleConnection(ServerDouble server, ModelConnection model) : IMariaDbConnection
{
    private MariaDbRows? _rows;

    internal ModelConnection Model => model;

    /// <summary>How many statements it ran.</summary>
    internal int Statements { get; set; }

    public MariaDbError LastError { get; private set; }

    public uint ThreadId => (uint)model.Id + 1;

    public string ServerInfo => "11.8.6-MariaDB-log";

    public string HostInfo => "a double";

    public string? TlsCipher => null;

    public bool Query(ReadOnlySpan<byte> statement)
    {
        (_rows, var error) = server.Run(this, Encoding.UTF8.GetString(statement));
        LastError = new MariaDbError(error, error == 0 ? "00000" : "HY000", error == 0 ? "" : "made to fail");
        return error == 0;
    }

    public MariaDbRows? ReadRows() => _rows;

    public bool? NextResult() => false;

    public bool Ping()
    {
        LastError = model.IsConnected ? default : new MariaDbError(ServerDouble.Lost, "HY000", "the connection is lost");
        return model.IsConnected;
    }

    public void ShutDown() => server.Close(this);

    public void Dispose() => server.Close(this);
}
