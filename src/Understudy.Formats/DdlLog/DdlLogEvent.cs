namespace Understudy.Formats.DdlLog;

/// <summary>
/// One line of <c>ddl.log</c>, which the server writes between BACKUP STAGE START and BLOCK_DDL. Names are in the
/// encoding of file names. Source: <c>backup_log_ddl</c>, sql/backup.cc, and logs of real servers.
/// </summary>
/// <param name="Time">When, as the server wrote it: local time, the hour padded with a blank.</param>
/// <param name="Name">The event, as the server spells it.</param>
/// <param name="Kind">The event.</param>
/// <param name="Before">What the event happened to.</param>
/// <param name="After">What it is afterwards, for events that tell (rename, alter, exchange); else null.</param>
public sealed record DdlLogEvent(
    string Time,
    string Name,
    DdlLogEventKind Kind,
    DdlLogSubject Before,
    DdlLogSubject? After)
{
    /// <summary>The tables (or databases, with an empty table) to look at because of this event.</summary>
    public IEnumerable<DdlLogTable> Touched()
    {
        yield return Before.Location;
        if (After is not null && After.Location != Before.Location)
        {
            yield return After.Location;
        }
    }
}
