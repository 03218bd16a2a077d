namespace Understudy.Server;

/// <summary>A report while a stage is waited for.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="WaitedFor">How long it has been waited for.</param>
/// <param name="Blockers">Who is in the way.</param>
public sealed record StageWait(BackupStage Stage, TimeSpan WaitedFor, StageBlockers Blockers);
