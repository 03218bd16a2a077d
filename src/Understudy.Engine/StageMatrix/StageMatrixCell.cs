using Understudy.Protocol;

namespace Understudy.Engine.StageMatrix;

/// <summary>One cell of the matrix.</summary>
/// <param name="Stage">The stage that another connection held.</param>
/// <param name="Outcome">What the statement did.</param>
/// <param name="Message">The server's message, when it was refused; what is missing, when it was skipped.</param>
public sealed record StageMatrixCell(Stage Stage, CellOutcome Outcome, string? Message);
