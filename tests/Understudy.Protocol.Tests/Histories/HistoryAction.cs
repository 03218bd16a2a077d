namespace Understudy.Protocol.Tests.Histories;

/// <summary>What happens to a connection in a step.</summary>
public enum HistoryAction
{
    /// <summary>It runs a statement.</summary>
    Run,

    /// <summary>An administrator kills its statement.</summary>
    KillQuery,

    /// <summary>An administrator kills it.</summary>
    Kill,
}
