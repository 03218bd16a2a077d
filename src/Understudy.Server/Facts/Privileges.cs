using Understudy.Formats;

namespace Understudy.Server;

/// <summary>
/// Which privileges for a backup a session has. The server is asked by statements that change nothing and need just
/// that
/// privilege: unlike the text of SHOW GRANTS that is right for every version, for roles, for PUBLIC and for SUPER,
/// which
/// stands for others on 10.11 but no longer on 11.8.
/// </summary>
/// <param name="Account">The account that was logged in to, ready for GRANT.</param>
/// <param name="Missing">What is missing; empty when the backup can begin.</param>
public sealed record Privileges(string Account, IReadOnlyList<MissingPrivilege> Missing)
{
    private const string ProcessProbe = "SHOW ENGINE INNODB STATUS";

    /// <summary>Whether a session sees the statements of other accounts, and InnoDB's views.</summary>
    public static bool SeesProcesses(ServerSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return !IsRefused(session, ProcessProbe);
    }

    /// <summary>Asks the server.</summary>
    /// <exception cref="ServerException">The server fails otherwise than by refusing.</exception>
    public static Privileges Read(ServerSession session, BackupNeeds needs)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(needs);
        var account = QuoteAccount(session.QueryScalar("SELECT CURRENT_USER()") ?? "");
        var missing = new List<MissingPrivilege>();
        void Need(bool wanted, string privilege, string purpose, string probe)
        {
            if (wanted && IsRefused(session, probe))
            {
                missing.Add(new MissingPrivilege(privilege, purpose, $"GRANT {privilege} ON *.* TO {account};"));
            }
        }

        // With no BACKUP LOCK held, LOCK TABLES alone does not suffice for the first.
        Need(needs.Locks, "RELOAD", "BACKUP STAGE, BACKUP LOCK, FLUSH ENGINE LOGS", "BACKUP UNLOCK");
        Need(needs.Locks, "PROCESS", "seeing who blocks a stage, and the state of InnoDB", ProcessProbe);
        Need(needs.BinaryLogPosition, "BINLOG MONITOR", "the position of the binary log", "SHOW MASTER STATUS");
        Need(needs.ReplicaPositions, "SLAVE MONITOR", "the positions of this replica", "SHOW ALL SLAVES STATUS");
        Need(
            needs.StopReplication,
            "REPLICATION SLAVE ADMIN",
            "stopping the replica's SQL thread",
            "SET GLOBAL slave_net_timeout=@@GLOBAL.slave_net_timeout");

        Need(
            needs.KillQueries,
            "CONNECTION ADMIN",
            "ending statements that are in the way",
            "SET GLOBAL slow_launch_time=@@GLOBAL.slow_launch_time");

        // An empty name is refused by MyRocks itself, but only once the privilege was found.
        Need(
            needs.RocksDbCheckpoint, "SUPER", "the checkpoint of MyRocks", "SET GLOBAL rocksdb_create_checkpoint=''");
        return new Privileges(account, missing);
    }

    /// <summary>Throws when something is missing.</summary>
    /// <exception cref="FailureException">Names each missing privilege; the hint is the GRANT statement to
    /// run.</exception>
    public void Require()
    {
        if (Missing.Count == 0)
        {
            return;
        }

        var list = string.Join("; ", Missing.Select(m => $"{m.Privilege} (for {m.Purpose})"));
        var names = string.Join(", ", Missing.Select(m => m.Privilege));
        throw new FailureException(
            FailureKind.AccessDenied,
            $"the account {Account} lacks privileges for this backup: {list}",
            $"GRANT {names} ON *.* TO {Account};");
    }

    private static bool IsRefused(ServerSession session, string probe)
    {
        try
        {
            session.Execute(probe);
            return false;
        }
        catch (ServerException e) when (e.IsAccessDenied)
        {
            return true;
        }
        catch (ServerException e) when (!e.IsConnectionLost)
        {
            return false;
        }
    }

    private static string QuoteAccount(string account)
    {
        var at = account.LastIndexOf('@');
        return at < 0
            ? ServerSession.QuoteText(account)
            : $"{ServerSession.QuoteText(account[..at])}@{ServerSession.QuoteText(account[(at + 1)..])}";
    }
}
