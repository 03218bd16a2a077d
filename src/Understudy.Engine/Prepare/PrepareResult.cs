using Understudy.Formats;
using Understudy.Formats.BackupInfo;

namespace Understudy.Engine.Prepare;

/// <summary>What preparing did.</summary>
public sealed record PrepareResult
{
    /// <summary>Whether the backup was prepared before, so that there was nothing to do.</summary>
    public bool WasPrepared { get; init; }

    /// <summary>Where the applied log began.</summary>
    public required Lsn Start { get; init; }

    /// <summary>Where it ended: the state that the files have now.</summary>
    public required Lsn End { get; init; }

    /// <summary>Memory that was allowed for records and pages, in bytes.</summary>
    public long UseMemoryBytes { get; init; }

    /// <summary>The number of threads that applied records.</summary>
    public int Parallel { get; init; }

    /// <summary>In how many batches the log was applied.</summary>
    public int Batches { get; init; }

    /// <summary>The number of mini-transactions.</summary>
    public long MiniTransactions { get; init; }

    /// <summary>The number of records by the name of their type, greatest number first.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Records { get; init; } = [];

    /// <summary>Pages written; a page that changed in several batches counts in each.</summary>
    public long PagesChanged { get; init; }

    /// <summary>Pages read.</summary>
    public long PagesRead { get; init; }

    /// <summary>Files of which pages were written.</summary>
    public int FilesChanged { get; init; }

    /// <summary>Tablespace files that are new or have pages from the increment, or its names.</summary>
    public int FilesMerged { get; init; }

    /// <summary>Tablespaces that the log names and that have no file in the backup: left out, or dropped.</summary>
    public IReadOnlyList<string> TablespacesWithoutFile { get; init; } = [];

    /// <summary>The position in a Galera cluster that InnoDB knew, without its domain; null when there is none.</summary>
    public GaleraInfo? GaleraPosition { get; init; }

    /// <summary>How many tables are described for an import; null when that was not wanted.</summary>
    public int? ExportedTables { get; init; }

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Seconds by phase, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Seconds { get; init; } = [];
}
