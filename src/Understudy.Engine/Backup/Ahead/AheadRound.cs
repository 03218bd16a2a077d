using Understudy.Engine.Backup.Redo;
using Understudy.Engine.Prepare;
using Understudy.Formats;
using Understudy.Formats.InnoDb.Encryption;

namespace Understudy.Engine.Backup.Ahead;

/// <summary>Rolls some tablespaces of the target forward to where the log is copied now.</summary>
internal sealed class AheadRound : IDisposable
{
    private readonly BackupContext _context;
    private readonly TargetTablespaces _target;
    private readonly IReadOnlyDictionary<uint, AheadTablespace> _tablespaces;
    private readonly HashSet<string> _paths;
    private readonly CancellationTokenSource _stop;

    internal AheadRound(
        BackupContext context, TargetTablespaces target, IReadOnlyDictionary<uint, AheadTablespace> tablespaces, CancellationToken cancellation)
    {
        _context = context;
        _target = target;
        _tablespaces = tablespaces;
        _paths = tablespaces.Values.SelectMany(t => t.Files).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }

    internal bool Uses(IEnumerable<string> paths) => _paths.Overlaps(paths);

    /// <summary>Lets it end before it is done. What it has changed so far does no harm.</summary>
    internal void Stop() => _stop.Cancel();

    /// <summary>Does it.</summary>
    /// <returns>What was done; null when it was stopped.</returns>
    /// <exception cref="FailureException">A page cannot be brought forward, or the log cannot be read.</exception>
    internal PrepareResult? Run(EncryptionKeys keys, Lsn end)
    {
        IReadOnlyList<AheadTablespace> changing = [];
        var request = new RollForwardRequest
        {
            LogPath = _target.PathOf(RedoLogCopier.FileName),
            LogEnd = end,
            RequiredEnd = end,
            AppliesFrom = id => _tablespaces.TryGetValue(id, out var tablespace) ? tablespace.UpTo : new Lsn(ulong.MaxValue),
            Files = spaces =>
            {
                changing = [.. _tablespaces.Values.Where(t => spaces.Find(t.Id) is { HasRecords: true })];
                return _target.Subset(changing.SelectMany(t => t.Files));
            },
            Keys = keys,
            UseMemoryBytes = _context.Options.Prepared!.UseMemoryBytes,
            Parallel = Math.Max(_context.Options.Parallel / 2, 1),
            Syncs = false,
        };
        var rollForward = new RollForward(request, new OperationProgress(), _stop.Token);
        try
        {
            var outcome = rollForward.Run();
            foreach (var tablespace in _tablespaces.Values.Where(t => !changing.Contains(t) || outcome.Catalog.Find(t.Id) is not null))
            {
                tablespace.MarkDone(end);
            }

            return outcome.Result;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            _target.NoteChanges(rollForward.Catalog);
        }
    }

    public void Dispose() => _stop.Dispose();
}
