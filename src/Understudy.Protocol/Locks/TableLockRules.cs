using static Understudy.Protocol.TableLock;

namespace Understudy.Protocol;

/// <summary>Which locks on a table are in each other's way.</summary>
public static class TableLockRules
{
    /// <summary>Whether a lock that is asked for has to wait for one that another connection has.</summary>
    public static bool AreExclusive(TableLock one, TableLock other)
    {
        var (weak, strong) = one < other ? (one, other) : (other, one);
        return strong switch
        {
            Exclusive => true,
            SharedNoReadWrite => weak is not SharedHighPriority,
            SharedReadOnly => weak is SharedWrite,
            SharedUpgradable => weak is SharedUpgradable,
            _ => false,
        };
    }

    /// <summary>Whether a lock that is asked for has to wait behind one that another connection waits for.</summary>
    public static bool GoesFirst(TableLock wanted, TableLock pending) => wanted switch
    {
        SharedRead => pending is Exclusive or SharedNoReadWrite,
        SharedWrite => pending is Exclusive or SharedNoReadWrite,
        SharedUpgradable => pending is Exclusive,
        SharedReadOnly => pending is Exclusive or SharedNoReadWrite or SharedWrite,
        SharedNoReadWrite => pending is Exclusive,
        _ => false,
    };
}
