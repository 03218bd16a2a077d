namespace Understudy.Protocol;

/// <summary>A connection of a <see cref="ServerModel"/>.</summary>
public sealed class ModelConnection
{
    private readonly List<HeldLock> _locks = [];

    internal ModelConnection(int id, Account account)
    {
        Id = id;
        Account = account;
    }

    /// <summary>Its number.</summary>
    public int Id { get; }

    /// <summary>Who is logged in.</summary>
    public Account Account { get; }

    /// <summary>Whether it is there: neither closed nor killed.</summary>
    public bool IsConnected { get; internal set; } = true;

    /// <summary>The stage that it holds.</summary>
    public Stage Stage { get; internal set; }

    /// <summary>The locks that it has.</summary>
    public IReadOnlyList<HeldLock> Locks => _locks;

    /// <summary>The lock that it waits for; null when it does not wait.</summary>
    public LockName? WaitsFor { get; internal set; }

    /// <summary>The statement that it runs or ran last; null before the first.</summary>
    public Statement? Statement { get; internal set; }

    /// <summary>How that ended: 0 for well, else an error of <see cref="ProtocolError"/>; null while it waits.</summary>
    public int? Result { get; internal set; }

    /// <summary>Why it ended so, or null when there is nothing to say.</summary>
    public Rule? Because { get; internal set; }

    /// <summary>Whether a transaction is open.</summary>
    public bool IsInTransaction { get; internal set; }

    /// <summary>Whether the open transaction has changed something that waits for COMMIT.</summary>
    public bool HasChanges { get; internal set; }

    /// <summary>The tables of LOCK TABLES, with whether they may be written; null outside of it.</summary>
    internal Dictionary<string, bool>? LockedTables { get; set; }

    internal bool HasReadLock { get; set; }

    internal bool HasBackupLock => _locks.Exists(held => held.Duration == LockDuration.BackupLock);

    internal LinkedList<PlanStep> Plan { get; } = new();

    internal Action? OnFailure { get; set; }

    internal long WaitsSince { get; set; }

    /// <summary>All locks of the statement at hand, taken and to be taken.</summary>
    internal List<LockName> Footprint { get; } = [];

    internal bool Holds(LockName name) => _locks.Exists(held => held.Name == name);

    internal void Add(LockName name, LockDuration duration)
    {
        if (duration == LockDuration.Stage)
        {
            _locks.RemoveAll(held => held.Duration == LockDuration.Stage);
        }

        _locks.Add(new HeldLock(name, duration));
    }

    /// <summary>Whether the statement at hand has released locks before its end.</summary>
    internal bool HasReleased { get; set; }

    internal void Release(Predicate<HeldLock> which) => HasReleased |= _locks.RemoveAll(which) > 0;

    internal void EndTransaction()
    {
        IsInTransaction = false;
        HasChanges = false;
        Release(held => held.Duration == LockDuration.Transaction);
    }
}
