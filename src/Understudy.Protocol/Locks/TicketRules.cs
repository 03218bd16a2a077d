using static Understudy.Protocol.Ticket;

namespace Understudy.Protocol;

/// <summary>Which tickets are in each other's way on the backup lock. All measured on 10.11 and 11.8.</summary>
public static class TicketRules
{
    /// <summary>Whether a ticket is that of a backup stage.</summary>
    public static bool IsStage(this Ticket ticket) => ticket is BlockDdl or Start or Flush or WaitFlush or WaitDdl or WaitCommit;

    /// <summary>Why a ticket that is asked for cannot be had while another connection has one; null when it
    /// can.</summary>
    public static Rule? InTheWay(Ticket wanted, Ticket granted) => granted switch
    {
        Dml => wanted switch
        {
            WaitFlush or WaitDdl => Rules.BlockDdlWaitsForWriters,
            WaitCommit => Rules.BlockCommitWaitsForCommits,
            ReadLock1 or ReadLock2 => Rules.ReadLockBlocksWrites,
            _ => null,
        },
        TransDml or AlterCopy => wanted is ReadLock1 or ReadLock2 ? Rules.ReadLockBlocksWrites : null,
        SysDml => wanted switch
        {
            WaitCommit => Rules.BlockCommitWaitsForCommits,
            ReadLock1 or ReadLock2 => Rules.ReadLockBlocksWrites,
            _ => null,
        },
        Ddl => wanted switch
        {
            BlockDdl => Rules.StartWaitsForDdl,
            WaitDdl => Rules.BlockDdlWaitsForWriters,
            WaitCommit => Rules.BlockCommitWaitsForCommits,
            ReadLock1 or ReadLock2 => Rules.ReadLockBlocksWrites,
            _ => null,
        },
        Commit => wanted switch
        {
            WaitCommit => Rules.BlockCommitWaitsForCommits,
            ReadLock2 => Rules.ReadLockBlocksWrites,
            _ => null,
        },
        _ => Blocks(granted, wanted),
    };

    /// <summary>Why a ticket has to wait behind one that another connection already waits for; null when it need
    /// not: only those who stop others go first.</summary>
    public static Rule? GoesFirst(Ticket wanted, Ticket pending) =>
        wanted.IsStage() || wanted is ReadLock1 or ReadLock2 ? null : Blocks(pending, wanted);

    private static Rule? Blocks(Ticket blocker, Ticket wanted) => (blocker, wanted) switch
    {
        (_, BlockDdl) when blocker.IsStage() => Rules.OneHolder,
        (BlockDdl, Ddl) => Rules.StartWaitsForDdl,
        (Flush or WaitFlush or WaitDdl or WaitCommit, Dml) => Rules.FlushBlocksPlainWrites,
        (WaitDdl or WaitCommit, Ddl) => Rules.BlockDdlBlocksDdl,
        (WaitCommit, SysDml) => Rules.BlockCommitBlocksSystemTables,
        (WaitCommit, Commit) => Rules.BlockCommitBlocksCommits,
        (ReadLock1, Dml or TransDml or SysDml or Ddl or AlterCopy) => Rules.ReadLockBlocksWrites,
        (ReadLock2, Dml or TransDml or SysDml or Ddl or AlterCopy or Commit) => Rules.ReadLockBlocksWrites,
        _ => null,
    };
}
