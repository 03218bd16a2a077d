using Understudy.Protocol;

namespace Understudy.Engine.StageMatrix;

/// <summary>One row of the matrix: a kind of statement at each stage.</summary>
/// <param name="Case">The kind.</param>
/// <param name="Cells">START, FLUSH, BLOCK_DDL, BLOCK_COMMIT.</param>
/// <param name="Expected">Why it should wait at each by the model; null where it should run.</param>
public sealed record StageMatrixRow(
    StatementCase Case, IReadOnlyList<StageMatrixCell> Cells, IReadOnlyList<Rule?> Expected)
{
    /// <summary>Whether a cell that was measured is not what the model says.</summary>
    public bool DiffersAt(int index) => Cells[index].Outcome switch
    {
        CellOutcome.Runs => Expected[index] is not null,
        CellOutcome.Waits => Expected[index] is null,
        _ => false,
    };

    /// <summary>Whether any cell is not what the model says.</summary>
    public bool Differs => Enumerable.Range(0, Cells.Count).Any(DiffersAt);
}
