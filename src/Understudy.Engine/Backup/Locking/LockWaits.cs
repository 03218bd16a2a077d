using Understudy.Engine.Backup.Sources;
using Understudy.Formats.FileNames;
using Understudy.Server;

namespace Understudy.Engine.Backup.Locking;

/// <summary>Everything that is done about statements of others that are in the way, or that this backup is in the way of.</summary>
/// <param name="options">The backup's.</param>
/// <param name="events">Told what is done.</param>
/// <param name="time">The clock.</param>
internal sealed class LockWaits(BackupOptions options, IBackupEvents events, TimeProvider time) : IDisposable
{
    // Read and added to from several threads, at the beginning only.
    private readonly HashSet<uint> _own = [];
    private readonly Lock _gate = new();
    private QueryKiller? _killer;
    private TableDdlLocks? _tables;

    /// <summary>Connections of this backup, which is never in its own way.</summary>
    internal void AddOwn(params ReadOnlySpan<uint> connections)
    {
        foreach (var connection in connections)
        {
            _own.Add(connection);
        }
    }

    /// <summary>A stage is being waited for; told about once a second.</summary>
    internal void Waiting(StageWait wait)
    {
        events.Waiting(wait.Stage.SqlName(), wait.WaitedFor, wait.Blockers.ToString());
        lock (_gate)
        {
            if (options.QueryWait.KillAfter > TimeSpan.Zero)
            {
                Killer.EndBlockers(wait, options.QueryWait);
            }

            EndWaitingDdl();
        }
    }

    /// <summary>Waits for long statements, as long as nothing is blocked.</summary>
    internal void AwaitLongQueries(ServerSession session, BackupStage next, CancellationToken cancellation) => LongQueries.Await(
        session,
        options.QueryWait,
        _own,
        (waited, text) => events.Waiting(next.SqlName(), waited, "it is not asked for before long statements end: " + text),
        time,
        cancellation);

    /// <summary>Holds all InnoDB tables of a listing against DDL, if that is wanted.</summary>
    internal void HoldTables(SourceListing listing, CancellationToken cancellation)
    {
        if (!options.LockDdlPerTable)
        {
            return;
        }

        var defined = listing.Units
            .Where(unit => unit.Kind == UnitKind.Definition && unit.Files[0].Path.EndsWith(".frm", StringComparison.Ordinal))
            .Select(unit => (unit.Database, unit.Table))
            .ToHashSet();
        var tables = listing.Units
            .Where(unit => unit.Kind == UnitKind.Tablespace && defined.Contains((unit.Database, unit.Table)))
            .Select(unit => (FilenameCharset.Decode(unit.Database), FilenameCharset.Decode(unit.Table)))
            .Distinct();
        _tables = TableDdlLocks.Take(options.Connection, options.LockWaitTimeout, tables, cancellation);
        AddOwn(_tables.ConnectionId);
        events.Milestone($"{_tables.Count} InnoDB tables are held against DDL");
    }

    /// <summary>
    /// Ends DDL that waits for tables that are held, since it may itself be in the way of the next stage. DDL that replication runs is
    /// never ended: the tables are freed instead, and what it does is found by comparing.
    /// </summary>
    internal void EndWaitingDdl(ServerSession? session = null)
    {
        lock (_gate)
        {
            if (_tables is null)
            {
                return;
            }

            if (session is not null && RunningQuery.Read(session, _own).Any(query => query.IsOfReplication && query.WaitsForTable))
            {
                events.Warning("a replication thread waits for a table that is held against DDL: all tables are freed");
                FreeTables();
                return;
            }

            Killer.EndWaitingDdl();
        }
    }

    /// <summary>Frees the tables; DDL is blocked otherwise by now, or the backup is over.</summary>
    internal void FreeTables()
    {
        lock (_gate)
        {
            _tables?.Dispose();
            _tables = null;
        }
    }

    public void Dispose()
    {
        FreeTables();
        lock (_gate)
        {
            _killer?.Dispose();
        }
    }

    private QueryKiller Killer => _killer ??= new QueryKiller(options.Connection, _own, events.Warning);
}
