using Understudy.Server;

namespace Understudy.Cli.Output;

/// <summary>What <c>understudy status</c> knows, for people.</summary>
internal static class StatusText
{
    internal static string Of(StageStatus status) => string.Join('\n', Lines(status)) + "\n";

    private static IEnumerable<string> Lines(StageStatus status)
    {
        yield return Head(status);
        if (status.Holder is { } holder)
        {
            yield return $"  held by   {Who(holder)}{Since(status)}";
            yield return $"  now       {Doing(holder)}";
        }

        if (status.Wanted is { } wanted)
        {
            if (status.Holder is null)
            {
                yield return $"  wanted by {Who(status.WantedBy!)} for {Short(status.WantedBy!.For)}";
            }

            foreach (var blocker in status.WaitsFor?.Items ?? [])
            {
                yield return $"  waits for {blocker}";
            }

            if (status.WaitsFor is { Items.Count: 0 } nobody)
            {
                yield return $"  {wanted.SqlName()} waits for {nobody.Text}";
            }
        }

        if (status.ReadLockHolder is { } reader)
        {
            yield return $"  FLUSH TABLES WITH READ LOCK is held by {Who(reader)}";
        }

        foreach (var waiter in status.Waiters)
        {
            yield return $"  waiting   {Who(waiter)} for {Short(waiter.For)}: {waiter.Statement ?? waiter.Command}";
        }

        yield return $"seen in {status.Source.TableName()}";
        foreach (var missing in status.CannotSee)
        {
            yield return $"  not seen: {missing}";
        }
    }

    private static string Head(StageStatus status)
    {
        var wanted = status.Wanted is { } stage ? $", {stage.SqlName()} is waited for" : "";
        return status.IsHeld switch
        {
            true => $"BACKUP STAGE {status.Stage?.SqlName() ?? "(which one is not seen)"} is held{wanted}",
            false => $"no BACKUP STAGE is held{wanted}",
            null => $"whether a BACKUP STAGE is held cannot be seen{wanted}",
        };
    }

    private static string Who(ServerProcess process)
    {
        var program = process.Program is { } name ? $", {name}" : "";
        return process.User is null
            ? $"connection {process.ConnectionId}"
            : $"connection {process.ConnectionId} ({process.User}@{process.Host}{program})";
    }

    private static string Since(StageStatus status)
    {
        var held = status.HeldFor is { } time ? $" for {Short(time)}" : "";
        return status.SeenFor is { } seen ? $"{held}, in this stage for at least {Short(seen)}" : held;
    }

    private static string Doing(ServerProcess process) => process.Statement is { } statement
        ? $"{statement} ({process.State}, {Short(process.For)})"
        : $"{process.Command ?? "unknown"}, {Short(process.For)}";

    private static string Short(TimeSpan time) => time.TotalSeconds < 120
        ? $"{time.TotalSeconds:0.0} s"
        : $"{time:d\\.hh\\:mm\\:ss}".TrimStart('0').TrimStart('.');
}
