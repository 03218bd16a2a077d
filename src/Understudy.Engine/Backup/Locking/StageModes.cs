using Understudy.Server;

namespace Understudy.Engine.Backup.Locking;

/// <summary>What a mode takes in the server.</summary>
internal static class StageModes
{
    internal static StageLocking Locking(this StageMode mode) => mode switch
    {
        StageMode.ReadLock => StageLocking.ReadLock,
        StageMode.NoLock => StageLocking.Nothing,
        _ => StageLocking.Stages,
    };

    /// <summary>Whether <c>BACKUP STAGE START</c> is held from the beginning.</summary>
    internal static bool HasStages(this StageMode mode) => mode.Locking() == StageLocking.Stages;
}
