namespace Understudy.Server;

/// <summary>What is known at one moment about <c>BACKUP STAGE</c> on a server.</summary>
public sealed record StageStatus
{
    /// <summary>Where the knowledge comes from.</summary>
    public required BlockerSource Source { get; init; }

    /// <summary>What this source, or this account, cannot see; sentences for people.</summary>
    public IReadOnlyList<string> CannotSee { get; init; } = [];

    /// <summary>Whether a connection holds a stage; null when that cannot be seen.</summary>
    public bool? IsHeld { get; init; }

    /// <summary>The stage that is held; null when none is, or when it cannot be seen.</summary>
    public BackupStage? Stage { get; init; }

    /// <summary>Who holds the stage.</summary>
    public ServerProcess? Holder { get; init; }

    /// <summary>Since when the holder has had a stage, START on; null when it cannot be seen.</summary>
    public TimeSpan? HeldFor { get; init; }

    /// <summary>How long this very stage has been seen; null on a first look.</summary>
    public TimeSpan? SeenFor { get; init; }

    /// <summary>The stage that is being waited for: by the holder or, when there is none, by who wants START.</summary>
    public BackupStage? Wanted { get; init; }

    /// <summary>Who waits for <see cref="Wanted"/>.</summary>
    public ServerProcess? WantedBy { get; init; }

    /// <summary>What <see cref="Wanted"/> waits for.</summary>
    public StageBlockers? WaitsFor { get; init; }

    /// <summary>Who else waits for the backup lock, the longest first.</summary>
    public IReadOnlyList<ServerProcess> Waiters { get; init; } = [];

    /// <summary>Who holds FLUSH TABLES WITH READ LOCK, for which the same statements wait as for a stage.</summary>
    public ServerProcess? ReadLockHolder { get; init; }
}
