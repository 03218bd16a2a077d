namespace Understudy.Protocol;

/// <summary>
/// One step of a statement: locks to take, or something to do that cannot wait. Of several locks either all are taken
/// or none: while the statement waits for one, others have the rest.
/// </summary>
internal sealed record PlanStep(IReadOnlyList<HeldLock> Take, Action? Do)
{
    internal static PlanStep Lock(params HeldLock[] locks) => new(locks, null);

    internal static PlanStep Act(Action action) => new([], action);
}
