using System.Globalization;
using Understudy.Formats;

namespace Understudy.Server;

/// <summary>A stage was not had in time. The stage reached before it is still held.</summary>
public sealed class StageTimeoutException : FailureException
{
    internal StageTimeoutException(BackupStage stage, StageLocking locking, TimeSpan waited, StageBlockers? blockers, Exception inner)
        : base(FailureKind.LockNotAvailable, MessageOf(StageSql.Enter(locking, stage), waited, blockers), HintOf(blockers), inner)
    {
        Stage = stage;
        WaitedFor = waited;
        Blockers = blockers;
    }

    /// <summary>The stage that was wanted.</summary>
    public BackupStage Stage { get; }

    /// <summary>How long it was waited for.</summary>
    public TimeSpan WaitedFor { get; }

    /// <summary>Who was in the way at the end, or null when the server could not be asked.</summary>
    public StageBlockers? Blockers { get; }

    private static string MessageOf(string? statement, TimeSpan waited, StageBlockers? blockers) => string.Create(
        CultureInfo.InvariantCulture,
        $"{statement} was not had within {waited.TotalSeconds:F1} s; "
        + $"in the way: {blockers?.Text ?? "unknown"}");

    private static string HintOf(StageBlockers? blockers) => blockers is { Items: [var first, ..] }
        ? $"Let it finish or end it (KILL QUERY {first.ConnectionId}, KILL {first.ConnectionId}), "
            + "or wait longer with --lock-wait-timeout."
        : "Wait longer with --lock-wait-timeout.";
}
