namespace Understudy.Protocol.Tests.Histories;

/// <summary>A step of a history.</summary>
public sealed record HistoryStep(int Connection, HistoryAction Action, Statement? Statement = null)
{
    public override string ToString() => $"{Connection} {(Statement is null ? Action.ToString() : Statement.ToString())}";
}
