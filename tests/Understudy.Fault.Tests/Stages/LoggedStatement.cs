namespace Understudy.Fault.Tests.Stages;

/// <summary>A statement in the general log.</summary>
internal sealed record LoggedStatement(long Connection, string Text)
{
    private const string StageText = "BACKUP STAGE ";

    /// <summary>The stage that it asks for, null for other statements.</summary>
    internal string? Stage => Text.IndexOf(StageText, StringComparison.Ordinal) is var at and >= 0
        ? Text[(at + StageText.Length)..].Trim()
        : null;

    internal bool IsTableLock => Text.StartsWith("BACKUP LOCK", StringComparison.Ordinal);
}
