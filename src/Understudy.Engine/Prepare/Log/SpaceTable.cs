using Understudy.Formats;
using Understudy.Formats.RedoLog;

namespace Understudy.Engine.Prepare.Log;

/// <summary>The tablespaces that occur in the log.</summary>
/// <param name="appliesFrom">From which LSN on records of a tablespace count; null: all do.</param>
internal sealed class SpaceTable(Func<uint, Lsn>? appliesFrom = null)
{
    private const int RecentCount = 64;

    private readonly Dictionary<uint, SpaceState> _byId = [];
    private readonly List<SpaceState> _all = [];
    private readonly SpaceState?[] _recent = new SpaceState?[RecentCount];

    internal IReadOnlyList<SpaceState> All => _all;

    /// <summary>A tablespace by <see cref="SpaceState.Index"/>.</summary>
    internal SpaceState At(int index) => _all[index];

    internal SpaceState Get(SpaceId space)
    {
        ref var recent = ref _recent[space.Value % RecentCount];
        if (recent is not null && recent.Id == space.Value)
        {
            return recent;
        }

        if (!_byId.TryGetValue(space.Value, out var state))
        {
            state = new SpaceState(space.Value, _all.Count, appliesFrom?.Invoke(space.Value) ?? Lsn.None);
            _byId.Add(space.Value, state);
            _all.Add(state);
        }

        recent = state;
        return state;
    }

    internal SpaceState? Find(uint space) => _byId.GetValueOrDefault(space);

    /// <summary>Takes note of an operation on a file.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="end">Where its mini-transaction ends.</param>
    internal void Note(RedoFileOperation operation, Lsn end)
    {
        var state = Get(operation.Space);
        switch (operation.Kind)
        {
            case RedoFileOperationKind.Create:
                state.Name = operation.Path;
                state.IsCreated = true;
                state.IsDeleted = false;
                break;
            case RedoFileOperationKind.Rename:
                state.Name = operation.NewPath;
                state.IsDeleted = false;
                break;
            case RedoFileOperationKind.Modify:
                state.Name = operation.Path;
                break;
            case RedoFileOperationKind.Delete:
                state.IsDeleted = true;
                state.IsCreated = false;
                state.HasPageZero = false;
                state.SizePages = null;
                state.Flags = null;
                state.DroppedUpTo = end.Value;
                state.DroppedFrom = 0;
                break;
            default:
                break;
        }
    }
}
