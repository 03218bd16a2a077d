using Understudy.Server;

namespace Understudy.Cli.Output;

/// <summary>What <c>understudy status</c> knows, as a JSON line.</summary>
internal sealed record StatusLine(
    DateTimeOffset Time,
    string Source,
    IReadOnlyList<string> CannotSee,
    bool? IsHeld,
    string? Stage,
    StatusProcessLine? Holder,
    double? HeldSeconds,
    double? SeenSeconds,
    string? Wanted,
    StatusProcessLine? WantedBy,
    IReadOnlyList<StatusProcessLine>? WaitsFor,
    string? WaitsForSource,
    IReadOnlyList<StatusProcessLine> Waiters,
    StatusProcessLine? ReadLockHolder)
{
    internal static StatusLine Of(StageStatus status, DateTimeOffset time) => new(
        time,
        status.Source.TableName(),
        status.CannotSee,
        status.IsHeld,
        status.Stage?.SqlName(),
        Of(status.Holder),
        Seconds(status.HeldFor),
        Seconds(status.SeenFor),
        status.Wanted?.SqlName(),
        Of(status.WantedBy),
        status.WaitsFor?.Items.Select(Of).ToList(),
        status.WaitsFor?.Source.TableName(),
        [.. status.Waiters.Select(waiter => Of(waiter)!)],
        Of(status.ReadLockHolder));

    private static double? Seconds(TimeSpan? time) => time is { } known ? Math.Round(known.TotalSeconds, 3) : null;

    private static StatusProcessLine? Of(ServerProcess? process) => process is null
        ? null
        : new StatusProcessLine(
            process.ConnectionId,
            process.User,
            process.Host,
            process.Program,
            process.Statement,
            Math.Round(process.For.TotalSeconds, 3));

    private static StatusProcessLine Of(StageBlocker blocker) => new(
        blocker.ConnectionId,
        blocker.User,
        blocker.Host,
        blocker.Program,
        blocker.Statement,
        Math.Round(blocker.For.TotalSeconds, 3),
        blocker.Reason);
}
