using System.Text.RegularExpressions;
using Understudy.Testing;

namespace Understudy.Integration.Tests.LostTables;

/// <summary>Stops the stock tool in stage START, when it has copied some of the hundred Aria tables and others not yet.</summary>
internal sealed partial class StockToolHold(RunningProgram backup, string targetDirectory, DdlCase @case)
{
    private const int CopiedCountWanted = 5;
    private const int PendingCountWanted = 3;

    /// <summary>Slow enough that the moment is not missed: so many Aria pages a second.</summary>
    internal static string[] Arguments => ["--throttle=120"];

    /// <summary>Tables that are copied whole.</summary>
    internal IReadOnlyList<string> Copied { get; private set; } = [];

    /// <summary>Tables of which nothing is copied.</summary>
    internal IReadOnlyList<string> Pending { get; private set; } = [];

    internal void StopBetweenTables(MariaDbServer server)
    {
        Deadline.WaitFor(
            "the stock tool to copy some tables",
            TimeSpan.FromMinutes(2),
            () => backup.HasEnded || (CopiedNow().Count >= CopiedCountWanted && IsCaseCopied()));
        backup.Signal(Signals.Stop);
        Deadline.WaitFor("the stock tool to stand still", TimeSpan.FromSeconds(30), () => backup.HasEnded || IsStopped());
        Copied = CopiedNow();
        Pending =
        [
            .. Enumerable.Range(1, CaseDriver.TableCount).Select(i => $"t{i:D3}")
                .Where(t => !File.Exists($"{targetDirectory}/c/{t}.MAI")),
        ];
        Assert.False(backup.HasEnded, backup.ErrorOutputSoFar);
        Assert.True(
            @case.Moment == CaseMoment.AfterCopy || Pending.Count >= PendingCountWanted,
            $"only {Pending.Count} tables are pending");
        // The table whose turn has just come is locked against DDL.
        using var session = server.Connect();
        var locked = session.Query("SELECT TABLE_NAME FROM information_schema.METADATA_LOCK_INFO WHERE TABLE_SCHEMA = 'c'");
        Pending = [.. Pending.Except(locked.Select(row => row[0] ?? ""))];
    }

    private List<string> CopiedNow() =>
        [.. CopiedTable().Matches(backup.ErrorOutputSoFar).Select(match => match.Groups["table"].Value)];

    private bool IsCaseCopied() =>
        @case.CopiedFirst is null || backup.ErrorOutputSoFar.Contains($"{@case.CopiedFirst} is copied", StringComparison.Ordinal);

    private bool IsStopped() => Directory.EnumerateDirectories($"/proc/{backup.ProcessId}/task")
        .All(task => File.ReadAllText($"{task}/stat").Split(") ")[^1].StartsWith('T'));

    [GeneratedRegex(@"aria table file \./c/(?<table>t\d\d\d)\.MAD is copied", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex CopiedTable();
}
