namespace Understudy.Server;

/// <summary>What to do about errors of a statement.</summary>
internal static class ServerHints
{
    internal static string? For(uint code) => code switch
    {
        ServerErrorCode.ServerGone or ServerErrorCode.ServerLost or ServerErrorCode.ServerLostExtended =>
            "The connection to the server is lost; see the server's error log for a crash, a restart or a KILL.",
        ServerErrorCode.ConnectionKilled => "Somebody killed this connection.",
        ServerErrorCode.ServerShutdown => "The server is being stopped.",
        ServerErrorCode.PrivilegeMissing or ServerErrorCode.TableAccessDenied =>
            "Grant the privilege that the message names to the backup user.",
        _ => null,
    };
}
