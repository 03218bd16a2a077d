using System.Text.RegularExpressions;

namespace Understudy.Server;

/// <summary>Recognizes statements of <c>BACKUP STAGE</c> in what the server shows of a connection.</summary>
internal static partial class StageStatement
{
    /// <summary>The stage that a statement asks for; null when it is another statement.</summary>
    internal static BackupStage? StageOf(string? statement)
    {
        if (statement is null || Pattern().Match(statement) is not { Success: true } match)
        {
            return null;
        }

        return match.Groups["stage"].Value.ToUpperInvariant() switch
        {
            "START" => BackupStage.Start,
            "FLUSH" => BackupStage.Flush,
            "BLOCK_DDL" => BackupStage.BlockDdl,
            "BLOCK_COMMIT" => BackupStage.BlockCommit,
            "END" => BackupStage.End,
            _ => null,
        };
    }

    [GeneratedRegex(
        @"^\s*(SET\s+STATEMENT\s[^']*?\sFOR\s+)?BACKUP\s+STAGE\s+`?(?<stage>\w+)",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
