namespace Understudy.Engine;

/// <summary>What a thread of an operation can be busy with, or wait for. One thread does one at a time.</summary>
internal enum Activity
{
    /// <summary>Waits for BACKUP STAGE statements.</summary>
    WaitingForStages,

    /// <summary>Waits for BACKUP LOCK statements, and for the one connection that says them.</summary>
    WaitingForTableLocks,

    /// <summary>Waits for the copy of the redo log to reach the backup point.</summary>
    WaitingForRedo,

    /// <summary>Waits until a file that was just written would get another time stamp.</summary>
    WaitingForClockTick,

    /// <summary>Held back to keep to a rate.</summary>
    Throttled,

    /// <summary>A copying thread without anything to do while others still work.</summary>
    Idle,

    /// <summary>Lists directories and decides what is to be copied.</summary>
    Listing,

    /// <summary>Opens, creates and closes files.</summary>
    Opening,

    /// <summary>Reads blocks or pages.</summary>
    Reading,

    /// <summary>Verifies pages, and reads again those that were torn.</summary>
    Verifying,

    /// <summary>Hashes what was read.</summary>
    Hashing,

    /// <summary>Hands blocks to the target: writes, and compresses them if that is wanted.</summary>
    Writing,

    /// <summary>Makes files durable.</summary>
    Syncing,

    /// <summary>Reads, checks and writes redo log, on the thread that follows it.</summary>
    CopyingRedo,

    /// <summary>Reads redo log and finds its records.</summary>
    ParsingRedo,

    /// <summary>Waits for redo log to be parsed.</summary>
    WaitingForParser,

    /// <summary>Decodes pages, applies records to them, and encodes them again.</summary>
    Applying,
}
