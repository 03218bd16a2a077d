using System.Diagnostics;
using Understudy.Engine.Backup.Copiers;
using Understudy.Engine.Backup.Increment;
using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.FileNames;
using Understudy.Formats.InnoDb;
using Understudy.Formats.Manifest;

namespace Understudy.Engine.Backup.Passes;

/// <summary>
/// One look at all files of the server, after which the backup holds what was there: new and changed files are copied, renamed ones
/// renamed, vanished ones deleted. Repeated while the server runs freely, the passes get shorter; the last one, when DDL is blocked,
/// finds the truth.
/// </summary>
/// <param name="context">The backup.</param>
internal sealed class TreePass(BackupContext context)
{
    private const string MovingSuffix = ".understudy-moving";

    private readonly SourceTree _tree = new(context.Layout, context.Pool.Threads, context.Filter);
    private readonly Freshness _freshness = new(context);
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal);

    /// <summary>The last listing.</summary>
    internal SourceListing Listing { get; private set; } = new([], []);

    /// <summary>Makes one pass.</summary>
    internal PassResult Run(PassScope scope)
    {
        var started = Stopwatch.GetTimestamp();
        var progress = context.Scope.Progress;
        var (files, bytes) = (progress.FilesDone, progress.BytesDone + progress.BytesCloned);
        var plan = MakePlan(scope);
        progress.AddTotal(plan.Copies.Sum(unit => unit.SizeBytes));
        foreach (var database in Listing.Databases.Where(_directories.Add))
        {
            context.Scope.Target.CreateDirectory(database);
        }

        using var hold = context.Ahead?.Hold(FindRolledForward(plan));
        Move(plan);
        if (scope.IsFinal)
        {
            // What is copied again now replaces what was copied before, or nothing is left of it.
            foreach (var file in plan.Copies.SelectMany(unit => unit.Files))
            {
                context.Catalog.Remove(file.Path);
            }
        }

        using var memory = IncrementMemory.For(context.Pool.Threads);
        var open = new List<IDisposable>();
        try
        {
            context.Pool.Run([.. plan.Copies.SelectMany(unit => Jobs(unit, scope, open, memory))], context.Cancellation);
        }
        finally
        {
            open.ForEach(copier => copier.Dispose());
        }

        if (scope.IsFinal && context.Options.Stages != StageMode.NoLock)
        {
            RequireCopied(plan);
        }

        return new PassResult(
            progress.FilesDone - files, progress.BytesDone + progress.BytesCloned - bytes, plan.Renames.Count, plan.Gone.Count, Stopwatch.GetElapsedTime(started));
    }

    private PassPlan MakePlan(PassScope scope)
    {
        using var timer = context.Profile.Time(Activity.Listing);
        Listing = _tree.List(scope.Database, Listing);
        return PassPlan.Make(Listing, scope, context.Catalog, _freshness.IsGoodFor, context.Pool.Threads);
    }

    private HashSet<string> FindRolledForward(PassPlan plan) => plan.Renames.Select(rename => rename.File.Path)
        .Concat(plan.Copies.SelectMany(unit => unit.Files).Select(file => file.Path))
        .Where(path => context.Catalog.Find(path)?.RolledForward is not null)
        .ToHashSet(StringComparer.Ordinal);

    // While DDL is blocked only one sort of file comes and goes: what a running ALTER makes for a FULLTEXT index.
    private void RequireCopied(PassPlan plan)
    {
        var lost = plan.Copies
            .SelectMany(unit => unit.Files)
            .FirstOrDefault(file => context.Catalog.Find(file.Path) is null && !TableFileName.Parse(Path.GetFileName(file.Path)).IsFullTextAuxiliary);
        if (lost is not null)
        {
            throw new FailureException(
                FailureKind.Failed,
                $"{lost.FullPath} vanished while DDL was blocked",
                "somebody removes files below the running server: find out who, check the table, and take the backup again");
        }
    }

    /// <summary>A file of the last listing that was not copied, since it was gone when its turn came; null when all were.</summary>
    internal string? FindNotCopied() => Listing.Units
        .Where(unit => unit.Kind != UnitKind.LogTable)
        .SelectMany(unit => unit.Files)
        .FirstOrDefault(file => context.Catalog.Find(file.Path) is null)?.FullPath;

    /// <summary>Deletes from the target what the last listing no longer had. Takes its time, so it is done when no lock is held.</summary>
    internal void DeleteWhatIsGone()
    {
        foreach (var path in _gone.Where(path => context.Catalog.Find(path) is null))
        {
            foreach (var stored in context.Increment is null ? [path] : StoredPaths.All(path))
            {
                context.Scope.Target.Delete(stored);
            }
        }

        foreach (var directory in _directories.Except(Listing.Databases, StringComparer.Ordinal))
        {
            context.Scope.Target.DeleteDirectory(directory);
        }
    }

    // Names may have been swapped, so every file goes through a name that nobody has.
    private void Move(PassPlan plan)
    {
        var target = context.Scope.Target;
        var damage = plan.Renames.ToDictionary(rename => rename.File.Path, rename => context.Damage.Take(rename.File.Path), StringComparer.Ordinal);
        foreach (var (file, _, _) in plan.Renames)
        {
            foreach (var path in file.StoredPaths)
            {
                target.Rename(path, path + MovingSuffix);
            }

            context.Catalog.Remove(file.Path);
        }

        foreach (var path in plan.Gone)
        {
            _gone.Add(path);
            context.Catalog.Remove(path);
            context.Damage.Forget(path);
        }

        foreach (var (file, unit, now) in plan.Renames)
        {
            foreach (var (from, to) in file.StoredPaths.Zip(StoredPaths.Of(file.Form, now.Path)))
            {
                target.Rename(from + MovingSuffix, to);
            }

            if (damage[file.Path] is { } known)
            {
                context.Damage.Add(now.Path, known);
            }

            context.Catalog.Set(file with
            {
                Path = now.Path,
                SourcePath = now.FullPath,
                ExternalPath = now.ExternalPath,
                Database = unit.Database,
                Table = unit.Table,
                Status = file.Identity is null ? now.Status : file.Status,
            });
        }
    }

    private IEnumerable<Action<CopyWorker>> Jobs(SourceUnit unit, PassScope scope, List<IDisposable> open, IncrementMemory memory) => unit.Kind switch
    {
        UnitKind.Tablespace => TablespaceJobs(unit, open, memory),
        UnitKind.AriaTable => [worker => AriaTableCopier.Copy(context, unit, transactionalOnly: !scope.Others, worker)],
        _ => [worker => PlainCopier.Copy(context, unit, worker)],
    };

    private IEnumerable<Action<CopyWorker>> TablespaceJobs(SourceUnit unit, List<IDisposable> open, IncrementMemory memory)
    {
        var (firstPage, format) = PlaceInSystemTablespace(unit.Files[0]);
        if (context.Increment is { } start)
        {
            var delta = new DeltaCopier(context, start, unit, firstPage, format, memory);
            open.Add(delta);
            return delta.Jobs();
        }

        var copier = new TablespaceCopier(context, unit, firstPage, format);
        open.Add(copier);
        return copier.Jobs();
    }

    // All files of the system tablespace form one row of pages; only the first has a header.
    private (uint FirstPage, TablespaceFormat? Format) PlaceInSystemTablespace(SourceFile file)
    {
        if (file.Role != ManifestFileRole.SystemTablespace)
        {
            return (0, null);
        }

        var system = Listing.Units.Select(unit => unit.Files[0]).Where(f => f.Role == ManifestFileRole.SystemTablespace).ToList();
        var index = system.FindIndex(f => f.Path == file.Path);
        if (index <= 0)
        {
            return (0, null);
        }

        var pageSize = context.Variables.InnoDbPageSizeBytes;
        return (
            (uint)system.Take(index).Sum(f => f.Status.SizeBytes / pageSize),
            TablespaceCopier.ReadSystemFormat(context.Layout.SystemTablespace[0], pageSize));
    }
}
