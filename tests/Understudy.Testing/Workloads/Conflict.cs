using Understudy.Server;

namespace Understudy.Testing;

/// <summary>The errors by which the server ends one of two transactions that are in each other's way.</summary>
public static class Conflict
{
    // deadlock, lock wait timeout, record changed since last read (Aria, and InnoDB with snapshot isolation)
    private static readonly uint[] Codes = [1213, ServerErrorCode.LockWaitTimeout, 1020];

    /// <summary>Whether the transaction can be rolled back and tried again.</summary>
    public static bool Is(ServerException error) => Codes.Contains(error.Code);
}
