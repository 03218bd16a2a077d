namespace Understudy.Protocol;

/// <summary>
/// A server as far as backup stages go: connections, what they hold, who waits for whom. Statements are run one after
/// the other; one that has to wait stays with its connection until what it waits for is free, or it is killed. Nothing
/// here reads a clock, a file or a server. One thread may use it at a time.
/// </summary>
/// <param name="line">The series of the server.</param>
public sealed class ServerModel(ServerLine line)
{
    private readonly List<ModelConnection> _connections = [];
    private long _arrivals;
    private ModelConnection? _beginAnew;

    /// <summary>The series of the server.</summary>
    public ServerLine Line { get; } = line;

    /// <summary>The connections, by number from 0.</summary>
    public IReadOnlyList<ModelConnection> Connections => _connections;

    /// <summary>The connection that holds a stage, or null.</summary>
    public ModelConnection? StageHolder => _connections.Find(connection => connection.Stage != Stage.None);

    /// <summary>
    /// Whether several connections were let go at once that then compete for a lock, or two wait for each other: from
    /// there on, what a server does depends on its threads, and this model shows one of the ways.
    /// </summary>
    public bool IsAmbiguous { get; private set; }

    /// <summary>Opens a connection.</summary>
    public ModelConnection Connect(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        var connection = new ModelConnection(_connections.Count, account);
        _connections.Add(connection);
        return connection;
    }

    /// <summary>
    /// Runs a statement as far as it comes: to its end, to an error, or to a lock that it has to wait for. The state of
    /// the connections tells which.
    /// </summary>
    /// <exception cref="InvalidOperationException">The connection is gone, or it waits.</exception>
    public void Run(ModelConnection connection, Statement statement)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(statement);
        if (!connection.IsConnected || connection.WaitsFor is not null)
        {
            throw new InvalidOperationException($"connection {connection.Id} cannot run a statement now");
        }

        connection.Statement = statement;
        connection.Result = null;
        connection.Because = null;
        connection.OnFailure = null;
        connection.Footprint.Clear();
        connection.HasReleased = false;
        new StatementPlanner(connection).Plan(statement);
        Advance(connection);
        Settle();
    }

    /// <summary>Interrupts the statement that a connection runs; without effect when it runs none.</summary>
    public void KillQuery(ModelConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (connection.WaitsFor is not null)
        {
            Fail(connection, ProtocolError.Interrupted, Rules.Timeouts);
            Settle();
        }
    }

    /// <summary>Ends the wait of a connection whose time is over; without effect when it does not wait.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="ofStatement">Whether it is <c>max_statement_time</c> that is over, and not <c>lock_wait_timeout</c>.</param>
    public void TimeOut(ModelConnection connection, bool ofStatement = false)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (connection.WaitsFor is not null)
        {
            Fail(connection, ofStatement ? ProtocolError.StatementTimeout : ProtocolError.LockWaitTimeout, Rules.Timeouts);
            Settle();
        }
    }

    /// <summary>Ends a connection, by itself or by KILL: whatever it held is free.</summary>
    public void Disconnect(ModelConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (connection.WaitsFor is not null)
        {
            Fail(connection, ProtocolError.Killed, Rules.Disconnect);
        }

        connection.IsConnected = false;
        connection.Stage = Stage.None;
        connection.EndTransaction();
        connection.LockedTables = null;
        connection.HasReadLock = false;
        connection.Release(_ => true);
        Settle();
    }

    /// <summary>Who is in the way of a lock that a connection asks for: one entry for each connection and
    /// lock.</summary>
    public IReadOnlyList<Obstacle> ObstaclesOf(ModelConnection connection, LockName wanted)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var obstacles = new List<Obstacle>();
        foreach (var other in _connections.Where(other => other != connection))
        {
            obstacles.AddRange(other.Locks
                .Select(held => (held.Name, Rule: wanted.InTheWay(held.Name)))
                .Where(found => found.Rule is not null)
                .Select(found => new Obstacle(other, found.Name, IsPending: false, found.Rule!)));
            if (other.WaitsFor is { } pending && wanted.GoesFirst(pending) is { } rule)
            {
                obstacles.Add(new Obstacle(other, pending, IsPending: true, rule));
            }
        }

        return obstacles;
    }

    /// <summary>What a connection waits for; empty when it does not wait.</summary>
    public IReadOnlyList<Obstacle> ObstaclesOf(ModelConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.WaitsFor is { } wanted ? ObstaclesOf(connection, wanted) : [];
    }

    internal static void Fail(ModelConnection connection, int error, Rule? rule)
    {
        connection.Plan.Clear();
        connection.WaitsFor = null;
        connection.Release(held => held.Duration == LockDuration.Statement);
        connection.OnFailure?.Invoke();
        EndStatement(connection, error, rule);
    }

    private static void EndStatement(ModelConnection connection, int result, Rule? rule)
    {
        connection.Release(held => held.Duration == LockDuration.Statement
            || (held.Duration == LockDuration.Transaction && !connection.IsInTransaction));
        connection.Result = result;
        connection.Because = rule;
    }

    private void Advance(ModelConnection connection)
    {
        connection.WaitsFor = null;
        while (connection.Plan.First is { Value: var step } node)
        {
            if (!TryTake(connection, step.Take))
            {
                return;
            }

            connection.Plan.Remove(node);
            step.Do?.Invoke();
            if (connection.Result is not null)
            {
                return;
            }
        }

        EndStatement(connection, result: 0, rule: null);
    }

    private bool TryTake(ModelConnection connection, IReadOnlyList<HeldLock> wanted)
    {
        connection.Footprint.AddRange(wanted.Select(held => held.Name));
        foreach (var name in wanted.Select(held => held.Name))
        {
            if (ObstaclesOf(connection, name) is [var obstacle, ..])
            {
                Wait(connection, name, obstacle.Rule);
                return false;
            }
        }

        foreach (var taken in wanted)
        {
            connection.Add(taken.Name, taken.Duration);
        }

        return true;
    }

    private void Wait(ModelConnection connection, LockName name, Rule rule)
    {
        if (connection.Statement!.IsImpatient)
        {
            // Whoever waited for what it has just released may be done with it in time, or not.
            IsAmbiguous |= connection.HasReleased && _connections.Exists(other => other.WaitsFor is not null);
            Fail(connection, ProtocolError.LockWaitTimeout, rule);
            return;
        }

        connection.WaitsFor = name;
        connection.WaitsSince = ++_arrivals;
        if (Cycle(connection) is not { Count: > 0 } cycle)
        {
            return;
        }

        // Who reads or writes gives way to those who lock; with a stage in hand it cannot begin anew.
        if (connection.Stage != Stage.None && name.Table is not null && name.TableLock <= TableLock.SharedWrite)
        {
            Fail(connection, ProtocolError.Deadlock, Rules.TableLocks);
            return;
        }

        // Each waits for the next. The server lets one begin anew that has opened no table yet and changed nothing.
        if (cycle.Find(waiting => waiting.Statement!.Kind is StatementKind.LockTablesWrite or StatementKind.Alter
            && waiting.WaitsFor == LockName.Backup(Ticket.Dml)) is { } victim)
        {
            _beginAnew = victim;
        }
        else
        {
            IsAmbiguous = true;
        }
    }

    private void BeginAnew(ModelConnection connection)
    {
        connection.OnFailure?.Invoke();
        connection.Release(held => held.Duration == LockDuration.Statement);
        new StatementPlanner(connection).Plan(connection.Statement!);
        Advance(connection);
    }

    /// <summary>Lets go whoever waits for nothing any more, those who asked first before others.</summary>
    private void Settle()
    {
        if (_beginAnew is { } victim)
        {
            _beginAnew = null;
            BeginAnew(victim);
        }

        var woken = new List<ModelConnection>();
        while (_connections.Where(c => c.WaitsFor is { } wanted && ObstaclesOf(c, wanted).Count == 0).MinBy(c => c.WaitsSince)
            is { } next)
        {
            woken.Add(next);
            Advance(next);
        }

        // Those that are through and hold nothing would be so in any order.
        IsAmbiguous |= woken.Exists(one => woken.Exists(other => one != other && !IsThrough(other) && Compete(one, other)));
    }

    private static bool IsThrough(ModelConnection connection) => connection.Result is 0 && connection.Locks.Count == 0;

    private static bool Compete(ModelConnection one, ModelConnection other) =>
        !WantsStart(one) && !WantsStart(other) && one.Footprint.Exists(
            a => other.Footprint.Exists(b => a.InTheWay(b) is not null || b.InTheWay(a) is not null));

    // It goes before others, and is out of their way as soon as it is granted.
    private static bool WantsStart(ModelConnection connection) =>
        connection.Statement is { Kind: StatementKind.BackupStage, Stage: Stage.Start };

    /// <summary>The connections that wait for each other in a ring with this one; empty when there is none.</summary>
    private List<ModelConnection> Cycle(ModelConnection start)
    {
        bool Reaches(ModelConnection from, HashSet<ModelConnection> seen) => ObstaclesOf(from)
            .Select(obstacle => obstacle.Connection)
            .Any(next => next == start || (seen.Add(next) && Reaches(next, seen)));

        return [.. _connections.Where(connection => connection.WaitsFor is not null
            && Reaches(connection, []) && IsAheadOf(start, connection))];
    }

    private bool IsAheadOf(ModelConnection start, ModelConnection wanted)
    {
        var seen = new HashSet<ModelConnection>();
        var open = new Stack<ModelConnection>([start]);
        while (open.TryPop(out var connection))
        {
            foreach (var next in ObstaclesOf(connection).Select(obstacle => obstacle.Connection).Where(seen.Add))
            {
                open.Push(next);
            }
        }

        return seen.Contains(wanted);
    }
}
