namespace Understudy.Cli;

/// <summary>How the program ended. The numbers never change; docs/exit-codes.md explains them.</summary>
internal enum ExitCode
{
    Done = 0,
    Failed = 1,
    Usage = 2,
    DoneWithWarnings = 3,
    StageHeld = 4,
    StageNotSeen = 5,
    BackupMissing = 10,
    LockNotAvailable = 11,
    AccessDenied = 12,
    DamageFound = 20,
    InternalError = 70,
    Cancelled = 130,
}
