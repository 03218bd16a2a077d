using Understudy.Engine.LogReading;

namespace Understudy.Cli.Output;

/// <summary>What a redo log holds, as a JSON line.</summary>
internal sealed record LogSummaryLine(
    string Path,
    string Creator,
    bool IsEncrypted,
    ulong FirstLsn,
    ulong CapacityBytes,
    ulong CheckpointLsn,
    ulong CheckpointEndLsn,
    ulong EndLsn,
    string EndReason,
    long MiniTransactions,
    IReadOnlyDictionary<string, long> Records,
    IReadOnlyList<RedoLogTablespace> Tablespaces);
