namespace Understudy.Bench.SideBySide;

/// <summary>What is compared.</summary>
internal enum Tool
{
    /// <summary>mariadb-backup.</summary>
    Stock,

    /// <summary>understudy.</summary>
    Ours,

    /// <summary><c>cp -r</c>: no backup, but what the machine can do.</summary>
    Copy,
}
