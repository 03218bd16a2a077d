namespace Understudy.Server;

/// <summary>The sources' names for people.</summary>
public static class BlockerSourceNames
{
    /// <summary>The name of the table that was read.</summary>
    public static string TableName(this BlockerSource source) => source switch
    {
        BlockerSource.MetadataLockInfo => "METADATA_LOCK_INFO",
        BlockerSource.PerformanceSchema => "performance_schema.metadata_locks",
        BlockerSource.ProcessList => "PROCESSLIST",
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "no source"),
    };
}
