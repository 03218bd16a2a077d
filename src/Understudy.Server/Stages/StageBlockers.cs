namespace Understudy.Server;

/// <summary>Who is in the way of a stage, at one moment.</summary>
/// <param name="Source">Where this is known from.</param>
/// <param name="Items">The connections, the longest first.</param>
public sealed record StageBlockers(BlockerSource Source, IReadOnlyList<StageBlocker> Items)
{
    private const int ShownMax = 5;

    /// <summary>One line for people.</summary>
    public string Text
    {
        get
        {
            if (Items.Count == 0)
            {
                return Source == BlockerSource.ProcessList
                    ? "nobody to be seen in the process list; "
                        + "with INSTALL SONAME 'metadata_lock_info' the holder can be named"
                    : "nobody any more";
            }

            var more = Items.Count > ShownMax ? $"; and {Items.Count - ShownMax} more" : "";
            var guess = Source == BlockerSource.ProcessList ? " (a guess from the process list)" : "";
            return string.Join("; ", Items.Take(ShownMax)) + more + guess;
        }
    }

    /// <summary>Asks the server who is in the way of a stage.</summary>
    /// <param name="session">A session other than the one that waits.</param>
    /// <param name="stage">The stage that is wanted.</param>
    /// <param name="waitingConnectionId">The connection that wants it.</param>
    /// <param name="locking">What the stage takes.</param>
    /// <exception cref="ServerException">The server does not answer.</exception>
    public static StageBlockers Read(
        ServerSession session, BackupStage stage, uint waitingConnectionId, StageLocking locking = StageLocking.Stages)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new StageBlockerQuery(session, stage, waitingConnectionId, locking).Read();
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
