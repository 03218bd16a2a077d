using Understudy.Formats;

namespace Understudy.Server;

/// <summary>
/// Where InnoDB's redo log stands; needs no privilege. Source: <c>SHOW GLOBAL STATUS LIKE 'Innodb_lsn%'</c>.
/// </summary>
/// <param name="LsnCurrent">The end of what was logged, which may be in memory only.</param>
/// <param name="LsnFlushed">The end of what is safely in the file.</param>
/// <param name="LastCheckpoint">The latest checkpoint.</param>
public sealed record InnoDbStatus(Lsn LsnCurrent, Lsn LsnFlushed, Lsn LastCheckpoint)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="ServerException">The server refuses.</exception>
    /// <exception cref="FailureException">The server has no InnoDB, or does not tell.</exception>
    public static InnoDbStatus Read(ServerSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var values = session.Query("SHOW GLOBAL STATUS LIKE 'Innodb\\_lsn%'")
            .ToDictionary(row => row[0] ?? "", row => row[1], StringComparer.OrdinalIgnoreCase);
        Lsn Get(string name) => Lsn.TryParse(values.GetValueOrDefault(name), out var lsn)
            ? lsn
            : throw new FailureException(
                FailureKind.Failed, $"the server does not tell {name}", "Is InnoDB switched on?");

        return new InnoDbStatus(
            Get("Innodb_lsn_current"), Get("Innodb_lsn_flushed"), Get("Innodb_lsn_last_checkpoint"));
    }
}
