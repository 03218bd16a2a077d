using Understudy.Engine.Backup.Timeline;
using Understudy.Formats.Manifest;
using Understudy.Server;

namespace Understudy.Engine.Backup;

/// <summary>Walks the stages, and keeps a record of each step.</summary>
/// <param name="stages">The connection that holds them.</param>
/// <param name="timeline">Told when others may have to wait, and when no longer.</param>
/// <param name="progress">Told where the walk is.</param>
/// <param name="reached">Told what was reached.</param>
internal sealed class StageSteps(BackupStages stages, TimelineRecorder timeline, OperationProgress progress, Action<StageTiming> reached)
{
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(30);

    private readonly StageLog _log = new(progress);

    /// <summary>Enters a stage.</summary>
    internal void Enter(BackupStage stage, CancellationToken cancellation)
    {
        progress.Phase = stage.SqlName();
        if (stage != BackupStage.Start)
        {
            timeline.WatchBlocked();
        }

        using (progress.Profile.Time(Activity.WaitingForStages))
        {
            stages.Enter(stage, cancellation);
        }

        Reached();
    }

    /// <summary>Releases everything.</summary>
    internal void End()
    {
        stages.End(EndTimeout);
        timeline.EndWatch();
        Reached();
    }

    /// <summary>Everything was released before its time.</summary>
    internal void NoteReleased() => _log.Entered();

    /// <summary>The stages for the manifest.</summary>
    internal IReadOnlyList<ManifestStage> ToManifest(DateTimeOffset now) => _log.ToManifest(stages.Timings, now);

    private void Reached()
    {
        _log.Entered();
        reached(stages.Timings[^1]);
    }
}
