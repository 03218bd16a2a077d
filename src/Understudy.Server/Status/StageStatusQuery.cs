using System.Globalization;

namespace Understudy.Server;

/// <summary>Puts together what the server shows about stages.</summary>
internal sealed class StageStatusQuery(ServerSession session)
{
    private const uint UnknownInformationSchemaTable = 1109;

    private static readonly string[] StageKinds =
        ["BLOCK_DDL", "START", "FLUSH", "WAIT_FLUSH", "WAIT_DDL", "WAIT_COMMIT"];

    private static readonly string[] ReadLockKinds = ["FTWRL1", "FTWRL2"];

    internal StageStatus Read() => FromLockInfo() ?? FromPerformanceSchema() ?? FromProcessList();

    private static BackupStage? StageOf(string kind) => kind switch
    {
        "START" => BackupStage.Start,
        "FLUSH" => BackupStage.Flush,
        "WAIT_DDL" => BackupStage.BlockDdl,
        "WAIT_COMMIT" => BackupStage.BlockCommit,

        // Half way to BLOCK_DDL, which ran FLUSH before.
        "WAIT_FLUSH" => BackupStage.Flush,
        _ => null,
    };

    private static TimeSpan? Milliseconds(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var ms)
            ? TimeSpan.FromMilliseconds(Math.Max(0, ms))
            : null;

    private StageStatus? FromLockInfo()
    {
        List<HeldTicket> tickets;
        try
        {
            tickets = [.. session.Query(
                "SELECT THREAD_ID AS id, SUBSTR(LOCK_MODE, 12) AS kind, LOCK_TIME_MS AS ms "
                + "FROM information_schema.METADATA_LOCK_INFO WHERE LOCK_TYPE = 'Backup lock' AND THREAD_ID <> 0 "
                + "ORDER BY LOCK_TIME_MS DESC").SelectMany(ToTicket)];
        }
        catch (ServerException e) when (e.Code == UnknownInformationSchemaTable)
        {
            return null;
        }

        var processes = ServerProcess.Read(session);
        var stage = tickets.FirstOrDefault(ticket => StageKinds.Contains(ticket.Kind));
        var status = new StageStatus
        {
            Source = BlockerSource.MetadataLockInfo,
            IsHeld = stage is not null,
            Stage = stage is null ? null : StageOf(stage.Kind),
            Holder = Find(processes, stage?.ConnectionId),
            HeldFor = stage?.For,
            ReadLockHolder = Find(
                processes, tickets.FirstOrDefault(ticket => ReadLockKinds.Contains(ticket.Kind))?.ConnectionId),
        };
        List<string> cannotSee = [.. Unprivileged()];
        if (stage is { For: null })
        {
            cannotSee.Add("since when the stage is held: metadata_lock_info was loaded later");
        }

        return WithWaits(status with { CannotSee = cannotSee }, processes);
    }

    private StageStatus? FromPerformanceSchema()
    {
        List<HeldTicket> tickets;
        try
        {
            // Without the instrument the table exists but stays empty.
            if (session.QueryScalar("SELECT @@performance_schema") != "1" || session.QueryScalar(
                "SELECT ENABLED FROM performance_schema.setup_instruments WHERE NAME = 'wait/lock/metadata/sql/mdl'")
                != "YES")
            {
                return null;
            }

            tickets = [.. session.Query(
                "SELECT t.PROCESSLIST_ID AS id, SUBSTR(l.LOCK_TYPE, 8) AS kind, NULL AS ms "
                + "FROM performance_schema.metadata_locks l "
                + "JOIN performance_schema.threads t ON t.THREAD_ID = l.OWNER_THREAD_ID "
                + "WHERE l.OBJECT_TYPE = 'BACKUP' AND l.LOCK_STATUS = 'GRANTED' AND t.PROCESSLIST_ID IS NOT NULL")
                .SelectMany(ToTicket)];
        }
        catch (ServerException e) when (!e.IsConnectionLost)
        {
            return null;
        }

        var processes = ServerProcess.Read(session);
        var stage = tickets.FirstOrDefault(ticket => StageKinds.Contains(ticket.Kind));
        var status = new StageStatus
        {
            Source = BlockerSource.PerformanceSchema,
            IsHeld = stage is not null,
            Holder = Find(processes, stage?.ConnectionId),
            ReadLockHolder = Find(
                processes, tickets.FirstOrDefault(ticket => ReadLockKinds.Contains(ticket.Kind))?.ConnectionId),
            CannotSee =
            [
                "which stage is held: performance_schema keeps the kind that a lock had first",
                "since when it is held",
                "locks taken before its instrument wait/lock/metadata/sql/mdl was switched on",
                .. Unprivileged(),
            ],
        };
        return WithWaits(status, processes);
    }

    private StageStatus FromProcessList()
    {
        var processes = ServerProcess.Read(session);

        // A connection that runs a later stage than START has one; of START it is not known whether it is granted.
        var holder = processes.FirstOrDefault(
            process => StageStatement.StageOf(process.Statement) is { } stage and not BackupStage.Start);
        var status = new StageStatus
        {
            Source = BlockerSource.ProcessList,
            IsHeld = holder is null ? null : true,
            Holder = holder,
            CannotSee =
            [
                "a stage held by a connection that runs no statement at the moment, and which stage it is",
                "since when it is held",
                "whether those who wait do so for a backup or for another holder of the lock",
                .. Unprivileged(),
            ],
        };
        return WithWaits(status, processes);
    }

    private StageStatus WithWaits(StageStatus status, IReadOnlyList<ServerProcess> processes)
    {
        var waiters = processes.Where(process => process.WaitsForBackupLock)
            .OrderByDescending(process => process.For)
            .ToList();
        var wantedBy = status.Holder is { } holder
            ? waiters.FirstOrDefault(waiter => waiter.ConnectionId == holder.ConnectionId)
            : status.IsHeld == true
                ? null
                : waiters.FirstOrDefault(waiter => StageStatement.StageOf(waiter.Statement) == BackupStage.Start);
        if (wantedBy is null || StageStatement.StageOf(wantedBy.Statement) is not { } wanted)
        {
            return status with { Waiters = waiters };
        }

        return status with
        {
            Wanted = wanted,
            WantedBy = wantedBy,
            WaitsFor = StageBlockers.Read(session, wanted, wantedBy.ConnectionId),
            Waiters = [.. waiters.Where(waiter => waiter.ConnectionId != wantedBy.ConnectionId)],
        };
    }

    private static ServerProcess? Find(IReadOnlyList<ServerProcess> processes, uint? id) => id is not { } wanted
        ? null
        : processes.FirstOrDefault(process => process.ConnectionId == wanted)
            ?? new ServerProcess(wanted, null, null, null, null, null, null, TimeSpan.Zero);

    private static IEnumerable<HeldTicket> ToTicket(ServerRow row) => uint.TryParse(row["id"], out var id)
        ? [new HeldTicket(id, row["kind"] ?? "", Milliseconds(row["ms"]))]
        : [];

    private IEnumerable<string> Unprivileged()
    {
        try
        {
            // Needs PROCESS like SHOW ENGINE of any engine; this one has nothing to say.
            session.Execute("SHOW ENGINE MyISAM STATUS");
            return [];
        }
        catch (ServerException e) when (e.IsAccessDenied)
        {
            return ["other users' connections: this account lacks the privilege PROCESS"];
        }
    }
}
