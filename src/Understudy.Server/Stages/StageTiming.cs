namespace Understudy.Server;

/// <summary>When a stage was reached.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="WaitedFor">How long its statement and the retries of it took.</param>
/// <param name="EnteredAt">When the server granted it, by the clock of this host.</param>
public sealed record StageTiming(BackupStage Stage, TimeSpan WaitedFor, DateTimeOffset EnteredAt);
