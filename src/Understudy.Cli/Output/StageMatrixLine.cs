using Understudy.Engine.StageMatrix;

namespace Understudy.Cli.Output;

/// <summary>A row of <c>understudy stages</c>, as a JSON line.</summary>
internal sealed record StageMatrixLine(
    string Kind,
    string Group,
    string Start,
    string Flush,
    string BlockDdl,
    string BlockCommit,
    bool AsExpected,
    IReadOnlyList<string?> Rules,
    IReadOnlyList<string?>? Messages)
{
    internal static StageMatrixLine Of(StageMatrixRow row)
    {
        var words = row.Cells.Select(cell => cell.Outcome switch
        {
            CellOutcome.Runs => "runs",
            CellOutcome.Waits => "waits",
            CellOutcome.Refused => "refused",
            _ => "skipped",
        }).ToArray();
        return new StageMatrixLine(
            row.Case.Name,
            row.Case.Group,
            words[0],
            words[1],
            words[2],
            words[3],
            !row.Differs,
            [.. row.Expected.Select(rule => rule?.Name)],
            row.Cells.Any(cell => cell.Message is not null) ? [.. row.Cells.Select(cell => cell.Message)] : null);
    }
}
