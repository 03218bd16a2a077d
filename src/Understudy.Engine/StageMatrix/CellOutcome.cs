namespace Understudy.Engine.StageMatrix;

/// <summary>What a statement did at a stage.</summary>
public enum CellOutcome
{
    /// <summary>It ran to its end.</summary>
    Runs,

    /// <summary>It had to wait for a lock.</summary>
    Waits,

    /// <summary>The server refused it for another reason.</summary>
    Refused,

    /// <summary>It was not tried: the server lacks what it needs.</summary>
    Skipped,
}
