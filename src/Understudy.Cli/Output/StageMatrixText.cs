using Understudy.Engine.StageMatrix;
using Understudy.Protocol;
using Understudy.Server;

namespace Understudy.Cli.Output;

/// <summary>The matrix of <c>understudy stages</c>, for people.</summary>
internal static class StageMatrixText
{
    private const int NameWidth = 30;
    private const int CellWidth = 14;

    internal static string Head => "statement".PadRight(NameWidth)
        + string.Concat(StageMatrixOperation.Stages.Select(stage => NameOf(stage).PadRight(CellWidth))).TrimEnd();

    internal static string NameOf(Stage stage) => stage switch
    {
        Stage.Start => BackupStage.Start.SqlName(),
        Stage.Flush => BackupStage.Flush.SqlName(),
        Stage.BlockDdl => BackupStage.BlockDdl.SqlName(),
        Stage.BlockCommit => BackupStage.BlockCommit.SqlName(),
        _ => "",
    };

    internal static string Of(StageMatrixRow row) => row.Case.Name.PadRight(NameWidth)
        + string.Concat(row.Cells.Select((cell, i) => (Word(cell.Outcome) + (row.DiffersAt(i) ? " (!)" : "")).PadRight(CellWidth))).TrimEnd();

    internal static string Word(CellOutcome outcome) => outcome switch
    {
        CellOutcome.Runs => "runs",
        CellOutcome.Waits => "WAITS",
        CellOutcome.Refused => "refused",
        _ => "-",
    };

    /// <summary>What is to be said below the matrix.</summary>
    internal static IEnumerable<string> Notes(IReadOnlyList<StageMatrixRow> rows)
    {
        foreach (var row in rows)
        {
            foreach (var message in row.Cells.Select(cell => cell.Message).Where(message => message is not null).Distinct(StringComparer.Ordinal))
            {
                yield return $"{row.Case.Name}: {message}";
            }

            if (row.Differs)
            {
                yield return $"(!) {row.Case.Name} did not do what the model says; please report it with the server's version";
            }
        }
    }

    /// <summary>Whether a statement would wait now, by what rule, and for whom.</summary>
    internal static string Explain(StatementCase @case, StageStatus status, ServerSettings settings)
    {
        if (status.IsHeld == false)
        {
            return $"{@case.Name} runs: no stage is held";
        }

        if (status.Stage is not { } held)
        {
            return $"{@case.Name}: which stage is held cannot be seen; it waits from {FirstWait(@case, settings)} on";
        }

        var stage = (Stage)(int)held;
        var holder = status.Holder is { } who ? $"connection {who.ConnectionId}{(who.User is null ? "" : $" ({who.User}@{who.Host})")}" : "its holder";
        if (@case.WaitsAt(stage, settings) is { } rule)
        {
            return $"{@case.Name} waits: {held.SqlName()} is held by {holder}, which must end first. {rule}";
        }

        var pending = status.Wanted is { } wanted && wanted != BackupStage.Start && @case.WaitsAt((Stage)(int)wanted, settings) is { } next
            ? $"; it may wait behind {wanted.SqlName()}, which is waited for. {next}"
            : "";
        return $"{@case.Name} runs at {held.SqlName()}{pending}";
    }

    private static string FirstWait(StatementCase @case, ServerSettings settings) => StageMatrixOperation.Stages
        .Where(stage => @case.WaitsAt(stage, settings) is not null)
        .Select(NameOf)
        .FirstOrDefault() ?? "no stage";
}
