namespace Understudy.Server;

/// <summary>
/// How to reach the server. The values are those of <c>enum mysql_protocol_type</c> in <c>mysql.h</c>.
/// </summary>
public enum ConnectionProtocol
{
    /// <summary>The socket for no host or <c>localhost</c>, else TCP.</summary>
    Default = 0,

    /// <summary>TCP, also for <c>localhost</c>.</summary>
    Tcp = 1,

    /// <summary>The Unix socket.</summary>
    Socket = 2,
}
