using System.Globalization;
using Understudy.Formats;
using Understudy.Formats.BackupInfo;

namespace Understudy.Server;

/// <summary>Reads the backup point.</summary>
public static class Positions
{
    /// <summary>
    /// Reads the backup point. BLOCK_COMMIT must be held by another connection, and stay held until the redo log was
    /// copied up to <see cref="BackupPoint.Lsn"/>.
    /// </summary>
    /// <exception cref="ServerException">The server refuses.</exception>
    /// <exception cref="FailureException">The redo log does not reach its file, or a replica's position does not come
    /// to
    /// rest in time.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public static BackupPoint ReadBackupPoint(ServerSession session, BackupPointOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        options ??= new BackupPointOptions();
        var replica = options.ReplicaPositions ? ReplicaReading.Read(session) : null;
        var replicaReadAt = options.Time.GetTimestamp();
        var lsn = ReadFlushedLsn(session, options);
        var gtids = ReadGtids(session);
        var binaryLog = options.BinaryLog ? ReadBinaryLog(session, gtids) : null;
        var galera = ReadGalera(session);
        if (replica is not null)
        {
            replica = AwaitRest(session, replica, replicaReadAt, options);
        }

        return new BackupPoint(
            lsn,
            binaryLog,
            gtids["binlog"] ?? "",
            gtids["current"] ?? "",
            gtids["slave"] ?? "",
            gtids["state"] ?? "",
            replica?.ToInfo(),
            galera,
            options.Time.GetUtcNow());
    }

    /// <summary>
    /// Reads a point up to which the redo log is in its file, while commits go on: everything that was committed
    /// before is in it. It has no positions.
    /// </summary>
    /// <exception cref="ServerException">The server refuses.</exception>
    /// <exception cref="FailureException">The redo log does not reach its file in time.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public static BackupPoint ReadFlushed(ServerSession session, BackupPointOptions options)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(options);
        return new BackupPoint(ReadFlushedLsn(session, options), null, "", "", "", "", null, null, options.Time.GetUtcNow());
    }

    /// <summary>
    /// Looks again just before END: FLUSH BINARY LOGS, RESET MASTER and changes of the GTID state are not blocked by
    /// any
    /// stage. A mere rotation to the next file is fine, and so is what the server notes after one.
    /// </summary>
    /// <exception cref="FailureException">The position moved, so that data and position are not of one
    /// moment.</exception>
    public static void Confirm(ServerSession session, BackupPoint point)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(point);
        var gtids = ReadGtids(session);
        Compare("gtid_binlog_pos", point.GtidBinlogPosition, gtids["binlog"]);
        Compare("gtid_slave_pos", point.GtidSlavePosition, gtids["slave"]);
        if (point.BinaryLog is { } then && ReadBinaryLog(session, gtids) is { } now)
        {
            var rotated = string.CompareOrdinal(now.File, then.File) > 0;
            if (now != then && !rotated && !HasOnlyCheckpointsSince(session, then, now))
            {
                throw Moved("the binary log", $"{then.File} {then.Position}", $"{now.File} {now.Position}");
            }
        }
    }

    // The commits just before may be in the log buffer only, whatever flush_log_at_trx_commit is.
    private static Lsn ReadFlushedLsn(ServerSession session, BackupPointOptions options)
    {
        var lsn = InnoDbStatus.Read(session).LsnCurrent;
        FlushLogs(session, options);
        if (options.AwaitFlush)
        {
            AwaitFlush(session, lsn, options);
        }

        return lsn;
    }

    // A while after a rotation a thread of the server notes in the new file that the old one is not needed any more.
    private static bool HasOnlyCheckpointsSince(ServerSession session, BinaryLogPosition then, BinaryLogPosition now) =>
        now.File == then.File && now.Position > then.Position
        && session.Query($"SHOW BINLOG EVENTS IN {ServerSession.QuoteText(then.File)} FROM {then.Position}")
            .All(row => row["Event_type"] == "Binlog_checkpoint");

    private static void Compare(string name, string then, string? now)
    {
        if (then != (now ?? ""))
        {
            throw Moved(name, then, now ?? "");
        }
    }

    private static FailureException Moved(string what, string then, string now) => new(
        FailureKind.Failed,
        $"{what} moved while commits were blocked: read \"{then}\", then \"{now}\"",
        "Somebody ran RESET MASTER or set a GTID position during the backup; take it again.");

    private static void FlushLogs(ServerSession session, BackupPointOptions options)
    {
        try
        {
            session.Execute("FLUSH NO_WRITE_TO_BINLOG ENGINE LOGS");
        }
        catch (ServerException e) when (e.IsAccessDenied && options.MayLackReload)
        {
        }
    }

    private static void AwaitFlush(ServerSession session, Lsn lsn, BackupPointOptions options)
    {
        var started = options.Time.GetTimestamp();
        while (true)
        {
            var flushed = InnoDbStatus.Read(session).LsnFlushed;
            if (flushed >= lsn)
            {
                return;
            }

            var waited = options.Time.GetElapsedTime(started);
            if (waited > options.FlushTimeout)
            {
                throw new FailureException(
                    FailureKind.Failed,
                    $"the server did not write its redo log up to LSN {lsn} within {waited.TotalSeconds:F0} s, "
                    + $"only to {flushed}",
                    "Set innodb_flush_log_at_timeout to 1, or innodb_flush_log_at_trx_commit to 1, and try again.");
            }

            Pause(options, options.FlushPoll);
        }
    }

    private static void Pause(BackupPointOptions options, TimeSpan time)
    {
        if (options.Cancellation.WaitHandle.WaitOne(time))
        {
            options.Cancellation.ThrowIfCancellationRequested();
        }
    }

    private static BinaryLogPosition? ReadBinaryLog(ServerSession session, ServerRow gtids)
    {
        // Without a binary log there is no row, and the account need not be allowed to ask for it.
        if (gtids["log"] != "1" || session.Query("SHOW MASTER STATUS") is not [var row, ..])
        {
            return null;
        }

        return new BinaryLogPosition(
            row["File"] ?? "",
            ulong.Parse(row["Position"] ?? "", NumberStyles.None, CultureInfo.InvariantCulture));
    }

    private static ServerRow ReadGtids(ServerSession session) => session.Query(
        "SELECT @@gtid_binlog_pos AS `binlog`, @@gtid_current_pos AS `current`, @@gtid_slave_pos AS `slave`, "
        + "@@gtid_binlog_state AS `state`, @@log_bin AS `log`")[0];

    private static GaleraInfo? ReadGalera(ServerSession session)
    {
        var variables = ToDictionary(session.Query("SHOW GLOBAL VARIABLES LIKE 'wsrep\\_%'"));
        if (variables.GetValueOrDefault("wsrep_on") != "ON")
        {
            return null;
        }

        var status = ToDictionary(session.Query("SHOW GLOBAL STATUS LIKE 'wsrep\\_%'"));
        return status.GetValueOrDefault("wsrep_cluster_status") == "Primary"
            && Guid.TryParse(status.GetValueOrDefault("wsrep_local_state_uuid"), out var uuid)
            && long.TryParse(
                status.GetValueOrDefault("wsrep_last_committed"),
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var number)
            ? new GaleraInfo(
                uuid,
                number,
                uint.TryParse(variables.GetValueOrDefault("wsrep_gtid_domain_id"), out var domain) ? domain : 0)
            : null;
    }

    private static Dictionary<string, string?> ToDictionary(IReadOnlyList<ServerRow> rows) =>
        rows.ToDictionary(row => row[0] ?? "", row => row[1], StringComparer.OrdinalIgnoreCase);

    private static ReplicaReading AwaitRest(
        ServerSession session, ReplicaReading reading, long readAt, BackupPointOptions options)
    {
        // An event group that was committed before the stage may reach the text position a moment later.
        var started = readAt;
        while (reading.MayMove)
        {
            var left = options.ReplicaSettle - options.Time.GetElapsedTime(readAt);
            if (left > TimeSpan.Zero)
            {
                Pause(options, left);
            }

            var again = ReplicaReading.Read(session);
            readAt = options.Time.GetTimestamp();
            if (again.HasSamePositions(reading))
            {
                return again;
            }

            reading = again;
            if (options.Time.GetElapsedTime(started) > options.ReplicaSettleTimeout)
            {
                throw new FailureException(
                    FailureKind.Failed,
                    "the position of this replica does not come to rest, although commits are blocked");
            }
        }

        return reading;
    }
}
