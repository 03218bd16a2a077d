namespace Understudy.Protocol;

/// <summary>A statement.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Table">The table it is about, where there is one.</param>
/// <param name="Stage">The stage it asks for, in a <see cref="StatementKind.BackupStage"/>.</param>
public sealed record Statement(StatementKind Kind, ModelTable? Table = null, Stage Stage = Stage.None)
{
    /// <summary>Whether it does not wait: <c>lock_wait_timeout=0</c>.</summary>
    public bool IsImpatient { get; init; }

    /// <summary>Short, for people.</summary>
    public override string ToString() =>
        $"{Kind}{(Stage == Stage.None ? "" : $" {Stage}")}{(Table is null ? "" : $" {Table.Name}")}{(IsImpatient ? " nowait" : "")}";
}
