namespace Understudy.Testing;

/// <summary>What a workload does.</summary>
public sealed record WorkloadOptions
{
    /// <summary>What all choices are drawn from; the interleaving of threads is the machine's.</summary>
    public required int Seed { get; init; }

    /// <summary>Threads that write rows to the fixed tables.</summary>
    public int WriterCount { get; init; } = 3;

    /// <summary>Threads that create, change and drop tables of their own; 0 for no DDL.</summary>
    public int StormCount { get; init; } = 2;

    /// <summary>A directory outside the data directory for tables with <c>DATA DIRECTORY</c>; null for none.</summary>
    public string? RemoteDirectory { get; init; }

    /// <summary>Whether names hold a back quote too; the stock tool fails on one (it does not double it).</summary>
    public bool BackQuotesInNames { get; init; } = true;

    /// <summary>The pause of each thread between two statements, so that a test writes megabytes and not gigabytes.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(4);

    /// <summary>Server options a workload needs, on the source as on what is restored from it.</summary>
    public static IReadOnlyList<string> EngineArguments { get; } =
    [
        "--plugin-load-add=ha_archive", "--innodb-lock-wait-timeout=20", "--event-scheduler=OFF",
        "--innodb-log-file-size=64M", "--log-bin-trust-function-creators=1", "--loose-rocksdb-lock-wait-timeout=20",
    ];

    /// <summary>Options for the source: a binary log that a restored copy can be brought up to date with.</summary>
    public static IReadOnlyList<string> SourceArguments { get; } =
        [.. EngineArguments, "--log-bin=binlog", "--server-id=1", "--binlog-format=ROW", "--sync-binlog=0"];

    /// <summary>Options for a restored copy: nothing is repaired in silence, nothing is logged.</summary>
    public static IReadOnlyList<string> RestoredArguments { get; } =
        [.. EngineArguments, "--myisam-recover-options=OFF", "--aria-recover-options=OFF", "--server-id=2"];
}
