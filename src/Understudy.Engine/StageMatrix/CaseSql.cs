namespace Understudy.Engine.StageMatrix;

/// <summary>How a kind of statement is tried.</summary>
/// <param name="Before">What its connection does before the stage is entered.</param>
/// <param name="Statement">The statement.</param>
/// <param name="After">What its connection does after the stage has ended; errors do not matter.</param>
/// <param name="Needs">A question that the server must answer with 1; null for none.</param>
internal sealed record CaseSql(string[] Before, string Statement, string[] After, string? Needs = null)
{
    internal static CaseSql Of(string statement) => new([], statement, []);

    internal static CaseSql Rolled(string statement) => new(["BEGIN"], statement, ["ROLLBACK"]);
}
