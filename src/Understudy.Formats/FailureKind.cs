namespace Understudy.Formats;

/// <summary>What sort of failure ended an operation. The command line maps each to one exit code.</summary>
public enum FailureKind
{
    /// <summary>The operation failed; nothing more special is known.</summary>
    Failed,

    /// <summary>The caller asked for something that cannot be: options that contradict each other, a wrong value.</summary>
    Usage,

    /// <summary>A backup that was named does not exist or is not complete.</summary>
    BackupMissing,

    /// <summary>A lock of the server was not had in time.</summary>
    LockNotAvailable,

    /// <summary>The server or the file system refused access.</summary>
    AccessDenied,

    /// <summary>Data that was read is damaged.</summary>
    Damaged,

    /// <summary>An invariant of the program was broken: a bug.</summary>
    Internal,
}
