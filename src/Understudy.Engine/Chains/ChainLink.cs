using Understudy.Formats;

namespace Understudy.Engine.Chains;

/// <summary>One backup of a row of backups that are to be used together.</summary>
/// <param name="Directory">Where it is.</param>
/// <param name="IsIncrement">Whether it is an increment.</param>
/// <param name="IsPrepared">Whether its redo log is applied.</param>
/// <param name="From">Where it starts; none of a full backup.</param>
/// <param name="To">Where the next increment starts.</param>
/// <param name="End">The end of its redo log: the state that it has.</param>
/// <param name="Id">Its identifier; null when it has none.</param>
/// <param name="BaseId">The identifier of the backup before, if it is known.</param>
/// <param name="Fault">Why it does not continue the one before; null when it does.</param>
public sealed record ChainLink(
    string Directory, bool IsIncrement, bool IsPrepared, Lsn From, Lsn To, Lsn End, Guid? Id, Guid? BaseId, string? Fault)
{
    /// <summary>How many of its files are not verified yet.</summary>
    public int UnverifiedFiles { get; init; }
}
