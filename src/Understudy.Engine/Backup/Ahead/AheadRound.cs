using Understudy.Engine.Backup.Redo;
using Understudy.Engine.Prepare;
using Understudy.Formats;
using Understudy.Formats.InnoDb.Encryption;

namespace Understudy.Engine.Backup.Ahead;

/// <summary>Rolls some tablespaces of the target forward to where the log is copied now.</summary>
/// <param name="context">The backup.</param>
/// <param name="target">Where the files are.</param>
/// <param name="tablespaces">Which ones, by id.</param>
internal sealed class AheadRound(BackupContext context, TargetTablespaces target, IReadOnlyDictionary<uint, AheadTablespace> tablespaces)
{
    private readonly HashSet<string> _paths =
        tablespaces.Values.SelectMany(t => t.Files).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);

    internal bool Uses(IEnumerable<string> paths) => _paths.Overlaps(paths);

    /// <summary>Does it. What was changed when it fails does no harm: records apply by the LSN of the page.</summary>
    /// <param name="keys">The server's keys.</param>
    /// <param name="end">How far the log is copied.</param>
    /// <param name="cancellation">Ends it between pages.</param>
    /// <exception cref="FailureException">A page cannot be brought forward, or the log cannot be read.</exception>
    internal PrepareResult Run(EncryptionKeys keys, Lsn end, CancellationToken cancellation)
    {
        Dictionary<uint, AheadTablespace> changing = [];
        var request = new RollForwardRequest
        {
            LogPath = target.PathOf(RedoLogCopier.FileName),
            LogEnd = end,
            RequiredEnd = end,
            AppliesFrom = id => tablespaces.TryGetValue(id, out var tablespace) ? tablespace.UpTo : new Lsn(ulong.MaxValue),
            Files = spaces =>
            {
                changing = tablespaces.Values.Where(t => spaces.Find(t.Id) is { HasRecords: true }).ToDictionary(t => t.Id);
                return target.Subset(changing.Values.SelectMany(t => t.Files));
            },
            Keys = keys,
            UseMemoryBytes = context.Options.Prepared!.UseMemoryBytes,
            Parallel = Math.Max(context.Options.Parallel / 2, 1),
            Syncs = false,
        };
        var rollForward = new RollForward(request, new OperationProgress(), cancellation);
        try
        {
            var outcome = rollForward.Run();
            foreach (var tablespace in tablespaces.Values.Where(t => !changing.ContainsKey(t.Id) || outcome.Catalog.Find(t.Id) is not null))
            {
                tablespace.MarkDone(end);
            }

            return outcome.Result;
        }
        finally
        {
            target.NoteChanges(rollForward.Catalog);
        }
    }
}
