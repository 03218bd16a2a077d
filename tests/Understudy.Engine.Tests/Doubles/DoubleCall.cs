namespace Understudy.Engine.Tests.Doubles;

/// <summary>A statement that a <see cref="ServerDouble"/> was sent.</summary>
/// <param name="Connection">The number of the connection, from 1 in the order in which they were made.</param>
/// <param name="Number">Which statement of that connection it is, from 1.</param>
/// <param name="Sql">The statement.</param>
internal sealed record DoubleCall(uint Connection, int Number, string Sql)
{
    // The connection that a backup or snapshot asks questions on is the first one that it makes.
    private const uint Questions = 1;

    /// <summary>Whether a failure of it stops nothing: who is in the way is only for people; the probes for privileges look for refusals; a stage is asked for again; what an account may not see is done without.</summary>
    /// <param name="code">The failure.</param>
    internal bool MayFail(uint code) => code != ServerDouble.Lost
        && (IsAboutOthers
            || (code == ServerDouble.Refused && IsDoneWithout)
            || (code == ServerDouble.TimedOut && (IsProbe || Sql.StartsWith("SET STATEMENT", StringComparison.Ordinal))));

    private bool IsAboutOthers =>
        Sql.Contains("METADATA_LOCK_INFO", StringComparison.Ordinal)
        || Sql.Contains("performance_schema", StringComparison.Ordinal)
        || Sql.Contains(".PROCESSLIST", StringComparison.Ordinal);

    private bool IsDoneWithout => Sql == "SHOW ENGINE ARIA LOGS" || Sql.Contains("information_schema.INNODB_SYS_", StringComparison.Ordinal);

    private bool IsProbe =>
        this is { Connection: Questions, Sql: "BACKUP UNLOCK" or "SHOW ENGINE INNODB STATUS" } or { Connection: Questions, Number: < 9, Sql: "SHOW MASTER STATUS" };

    public override string ToString() => $"{Connection}.{Number} {Sql}";
}
