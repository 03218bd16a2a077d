namespace Understudy.Server;

/// <summary>Error numbers that are acted on. Below 2000 and from 3000 on they are the server's (its manual, "Error
/// Codes"), from 2000 to 2999 the client library's (<c>errmsg.h</c>).</summary>
public static class ServerErrorCode
{
    /// <summary>Too many connections.</summary>
    public const uint TooManyConnections = 1040;

    /// <summary>The user may not use the database.</summary>
    public const uint DatabaseAccessDenied = 1044;

    /// <summary>The log-in was refused.</summary>
    public const uint LogInDenied = 1045;

    /// <summary>The server is shutting down.</summary>
    public const uint ServerShutdown = 1053;

    /// <summary>The text is not SQL.</summary>
    public const uint ParseError = 1064;

    /// <summary>There is no such view in <c>INFORMATION_SCHEMA</c>: the plugin that has it is off.</summary>
    public const uint UnknownView = 1109;

    /// <summary>The host may not connect.</summary>
    public const uint HostNotPrivileged = 1130;

    /// <summary>The table may not be used.</summary>
    public const uint TableAccessDenied = 1142;

    /// <summary>The column may not be used.</summary>
    public const uint ColumnAccessDenied = 1143;

    /// <summary>There is no such table.</summary>
    public const uint NoSuchTable = 1146;

    /// <summary>There is no such system variable.</summary>
    public const uint UnknownSystemVariable = 1193;

    /// <summary>A lock was not had in time.</summary>
    public const uint LockWaitTimeout = 1205;

    /// <summary>A privilege is missing.</summary>
    public const uint PrivilegeMissing = 1227;

    /// <summary>The statement was interrupted by <c>KILL QUERY</c>.</summary>
    public const uint QueryInterrupted = 1317;

    /// <summary>ER_NO_SUCH_QUERY: the statement to kill has ended.</summary>
    public const uint UnknownQuery = 1957;

    /// <summary>ER_BAD_DB_ERROR.</summary>
    public const uint UnknownDatabase = 1049;

    /// <summary>The log-in was refused; the account has no password to ask for.</summary>
    public const uint LogInDeniedWithoutPassword = 1698;

    /// <summary>The connection was killed.</summary>
    public const uint ConnectionKilled = 1927;

    /// <summary>The statement took longer than <c>max_statement_time</c>.</summary>
    public const uint StatementTimeout = 1969;

    /// <summary>The socket, or the host, does not answer.</summary>
    public const uint CannotConnectToSocket = 2002;

    /// <summary>The host does not answer.</summary>
    public const uint CannotConnectToHost = 2003;

    /// <summary>The host's name has no address.</summary>
    public const uint UnknownHost = 2005;

    /// <summary>The connection was found closed.</summary>
    public const uint ServerGone = 2006;

    /// <summary>The connection broke within a statement.</summary>
    public const uint ServerLost = 2013;

    /// <summary>TLS failed.</summary>
    public const uint TlsFailed = 2026;

    /// <summary>The connection broke, with the operating system's error.</summary>
    public const uint ServerLostExtended = 2055;

    /// <summary>An authentication plugin of the client could not be loaded.</summary>
    public const uint PluginCannotLoad = 2059;

    /// <summary>A stage was asked for in a connection that runs no backup.</summary>
    public const uint BackupNotRunning = 4146;

    /// <summary>A stage was asked for that is the current one or lies behind it.</summary>
    public const uint BackupWrongStage = 4147;

    /// <summary>The account is locked.</summary>
    public const uint AccountLocked = 4151;
}
