namespace Understudy.Fuzz.Targets;

/// <summary>Every reader of Understudy.Formats. A new reader is added here with it.</summary>
public static class AllTargets
{
    /// <summary>Makes them.</summary>
    public static IReadOnlyList<FuzzTarget> Make() =>
    [
        .. EngineTargets.Make(),
        .. TextTargets.Make(),
        .. PageTargets.Make(),
        .. RedoTargets.Make(),
        .. StreamTargets.Make(),
    ];
}
