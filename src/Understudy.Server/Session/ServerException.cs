using Understudy.Formats;
using Understudy.Native.LibMariaDb;

namespace Understudy.Server;

/// <summary>An error of the server, or of the way to it. Neither message nor hint ever holds a password.</summary>
public sealed class ServerException : FailureException
{
    internal ServerException(string message, MariaDbError error, string? hint = null)
        : base(KindOf(error.Code), message, hint)
    {
        Code = error.Code;
        SqlState = error.SqlState;
    }

    /// <summary>The error number: the server's, or 2000 to 2999 for the client library's.</summary>
    public uint Code { get; }

    /// <summary>The five characters of SQLSTATE.</summary>
    public string SqlState { get; }

    /// <summary>Whether the connection is gone, and with it every stage and lock it held.</summary>
    public bool IsConnectionLost => Code is ServerErrorCode.ServerGone or ServerErrorCode.ServerLost
        or ServerErrorCode.ServerLostExtended or ServerErrorCode.ConnectionKilled or ServerErrorCode.ServerShutdown;

    /// <summary>Whether a lock was not had in time. The statement can be repeated.</summary>
    public bool IsLockWaitTimeout => Code == ServerErrorCode.LockWaitTimeout;

    /// <summary>Whether the log-in or a privilege was refused.</summary>
    public bool IsAccessDenied => Kind == FailureKind.AccessDenied;

    private static FailureKind KindOf(uint code) => code switch
    {
        ServerErrorCode.LockWaitTimeout => FailureKind.LockNotAvailable,
        ServerErrorCode.DatabaseAccessDenied or ServerErrorCode.LogInDenied or ServerErrorCode.HostNotPrivileged
            or ServerErrorCode.TableAccessDenied or ServerErrorCode.ColumnAccessDenied
            or ServerErrorCode.PrivilegeMissing or ServerErrorCode.LogInDeniedWithoutPassword
            or ServerErrorCode.AccountLocked => FailureKind.AccessDenied,
        _ => FailureKind.Failed,
    };
}
