using Understudy.Engine.Backup.Locking;
using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Native.LibC;
using Understudy.Server;
using Understudy.Storage;

namespace Understudy.Engine.Backup.Start;

/// <summary>Everything that can be known to be wrong is refused before anything is done.</summary>
internal static class Preflight
{
    private static readonly (int Major, int Minor) OldestVersion = (10, 8);

    /// <summary>Checks the server.</summary>
    internal static ServerFacts Check(ServerSession session, BackupOptions options, IBackupEvents? events = null)
    {
        CheckVersion(session.Version);
        CheckOptions(options);
        var variables = ServerVariables.Read(session);
        var plugins = ServerPlugins.Read(session);
        var layout = LayoutFinder.Find(variables, options.DataDirectory, plugins.HasRocksDb);
        DropInStart.MakeDirectory(options, layout);
        CheckPrivileges(session, options, variables, plugins, events);
        if (variables.InnoDbLogArchive)
        {
            throw new FailureException(
                FailureKind.Failed,
                "the server runs with innodb_log_archive=ON, whose log files this version of understudy cannot follow",
                "SET GLOBAL innodb_log_archive=OFF, then take the backup");
        }

        DataDirectoryCheck.Check(layout, session);
        return new ServerFacts(variables, plugins, layout);
    }

    /// <summary>Checks that the target is no directory that the server takes for a database or keeps its files in.</summary>
    internal static void CheckTarget(ServerLayout layout, string targetDirectory)
    {
        var target = RealPath.Of(targetDirectory);
        string?[] whole = [layout.DataDirectory, layout.RocksDbDirectory];

        // Of these only files of certain names are the server's: what is below them may be anybody's.
        string?[] shared =
        [
            layout.UndoDirectory, layout.RedoLogDirectory, layout.AriaLogDirectory,
            .. layout.SystemTablespace.Select(Path.GetDirectoryName),
        ];
        var inside = whole.FirstOrDefault(directory => directory is not null && RealPath.IsIn(target, RealPath.Of(directory)))
            ?? shared.FirstOrDefault(directory => directory is not null && target == RealPath.Of(directory));
        if (inside is not null)
        {
            throw new FailureException(
                FailureKind.Failed,
                $"the target directory {target} is inside {inside}, where the server keeps its files",
                "name a directory outside: the server would take the backup for a database, and the next backup would contain it");
        }
    }

    /// <summary>Checks that the target has room for what the server has now, unless it is cloned, which takes none.</summary>
    internal static void CheckSpace(SourceTree tree, DirectoryTarget target, bool isIncrement, CopyMethod method)
    {
        if (method != CopyMethod.Copy && !isIncrement)
        {
            return;
        }

        var listing = tree.List();

        // How many pages of its tablespaces an increment has is not known before they are read.
        var needed = listing.Units.Where(unit => !isIncrement || unit.Kind != UnitKind.Tablespace).SelectMany(unit => unit.Files)
            .Sum(file => Math.Min(file.Status.AllocatedBytes, file.Status.SizeBytes));
        var free = target.FreeBytes();
        if (free < needed)
        {
            throw new DiskFullException($"{target.Name} has {free} bytes free, the server's files take {needed}");
        }
    }

    private static void CheckPrivileges(
        ServerSession session, BackupOptions options, ServerVariables variables, ServerPlugins plugins, IBackupEvents? events)
    {
        if (options.DropIn is { CheckPrivileges: false })
        {
            return;
        }

        var privileges = Privileges.Read(session, new BackupNeeds
        {
            Locks = options.Stages != StageMode.NoLock,
            BinaryLogPosition = variables.LogBin && options.Stages != StageMode.NoLock,
            ReplicaPositions = options.ReplicaInfo || options.PauseReplica,
            RocksDbCheckpoint = plugins.HasRocksDb && options.DropIn?.RocksDb != false,
            StopReplication = options.PauseReplica,
            KillQueries = options.QueryWait.KillAfter > TimeSpan.Zero || options.LockDdlPerTable,
        });
        if (options.DropIn is not null && events is not null)
        {
            DropInStart.TellMissing(privileges, session, events);
        }

        privileges.Require();
    }

    private static void CheckOptions(BackupOptions options)
    {
        if (options is { Stages: StageMode.NoLock, ReplicaInfo: true, PauseReplica: false })
        {
            throw new FailureException(
                FailureKind.Usage,
                "without a lock the position of a replica moves while its data are copied",
                "add --safe-slave-backup, or take the backup with its locks");
        }

        if (options.LockTimeMax != Timeout.InfiniteTimeSpan && !options.Stages.HasStages())
        {
            throw new FailureException(FailureKind.Usage, "only stages can be released and tried again", "leave out --max-lock-time, or --ftwrl and --no-lock");
        }

        if (options is { Stages: StageMode.NoLock, Prepared: not null })
        {
            throw new FailureException(
                FailureKind.Usage,
                "without a lock, files may turn out to be others after the log was applied to them",
                "leave out --prepared, and prepare the backup afterwards");
        }
    }

    private static void CheckVersion(ServerVersion version)
    {
        if (!version.IsMariaDb || !version.IsAtLeast(OldestVersion.Major, OldestVersion.Minor))
        {
            throw new FailureException(
                FailureKind.Failed,
                $"the server is {version}; understudy backs up MariaDB from {OldestVersion.Major}.{OldestVersion.Minor} on, whose redo log has the physical format",
                "upgrade the server, or use the mariadb-backup of its own version");
        }
    }
}
