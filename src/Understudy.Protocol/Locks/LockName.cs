namespace Understudy.Protocol;

/// <summary>What is locked, and how.</summary>
/// <param name="Table">The table; null for the backup lock.</param>
/// <param name="Ticket">How, for the backup lock.</param>
/// <param name="TableLock">How, for a table.</param>
public readonly record struct LockName(string? Table, Ticket Ticket, TableLock TableLock)
{
    /// <summary>A ticket on the backup lock.</summary>
    public static LockName Backup(Ticket ticket) => new(null, ticket, default);

    /// <summary>A lock on a table's name.</summary>
    public static LockName On(ModelTable table, TableLock kind)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new LockName(table.Name, default, kind);
    }

    /// <summary>Why this lock cannot be had while another connection has <paramref name="granted"/>; null when it
    /// can.</summary>
    public Rule? InTheWay(LockName granted) => granted.Table != Table
        ? null
        : Table is null
            ? TicketRules.InTheWay(Ticket, granted.Ticket)
            : TableLockRules.AreExclusive(TableLock, granted.TableLock) ? Rules.TableLocks : null;

    /// <summary>Why this lock has to wait behind one that another connection waits for; null when it need not.</summary>
    public Rule? GoesFirst(LockName pending) => pending.Table != Table
        ? null
        : Table is null
            ? TicketRules.GoesFirst(Ticket, pending.Ticket)
            : TableLockRules.GoesFirst(TableLock, pending.TableLock) ? Rules.TableLocks : null;

    /// <summary>Short, for people.</summary>
    public override string ToString() => Table is null ? $"backup lock {Ticket}" : $"{Table} {TableLock}";
}
