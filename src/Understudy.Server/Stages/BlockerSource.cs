namespace Understudy.Server;

/// <summary>Where the knowledge about blockers comes from.</summary>
public enum BlockerSource
{
    /// <summary>The table METADATA_LOCK_INFO of the plugin of that name: exact.</summary>
    MetadataLockInfo,

    /// <summary>performance_schema.metadata_locks: who holds a lock is exact, its kind may be an earlier one.</summary>
    PerformanceSchema,

    /// <summary>The process list: a guess from what runs.</summary>
    ProcessList,
}
