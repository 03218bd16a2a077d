using Understudy.Engine.Backup.Increment;
using Understudy.Engine.Backup.Sources;
using Understudy.Formats;
using Understudy.Formats.BackupInfo;
using Understudy.Formats.Manifest;
using Understudy.Server;
using Understudy.Storage;

namespace Understudy.Engine.Backup.Start;

/// <summary>What happens before a backup begins that stands in for mariadb-backup.</summary>
internal static class DropInStart
{
    private const string RedoLog = "ib_logfile0";
    private const string AriaControlFile = "aria_log_control";

    // What SHOW GRANTS tells of the password.
    private const string Identification = " IDENTIFIED ";

    /// <summary>Makes the directory of a backup that is still to be checked: mariadb-backup leaves one behind whatever it refuses later.</summary>
    /// <exception cref="FailureException">It cannot be made, or must not be there.</exception>
    internal static void MakeDirectory(BackupOptions options, ServerLayout layout)
    {
        if (options is { DropIn: not null, Stream: false })
        {
            Preflight.CheckTarget(layout, options.TargetDirectory);
            _ = DirectoryTarget.CreateBeside(options.TargetDirectory);
        }
    }

    /// <summary>Tells which privileges are missing, and which are there, in lines that callers look for.</summary>
    internal static void TellMissing(Privileges privileges, ServerSession session, IBackupEvents events)
    {
        if (privileges.Missing.Count == 0)
        {
            return;
        }

        foreach (var missing in privileges.Missing)
        {
            events.Milestone($"missing required privilege {missing.Privilege} on *.*");
        }

        var grants = session.Query("SHOW GRANTS").Select(row => row[0] ?? "").Select(grant => grant.Split(Identification)[0]);
        events.Milestone($"the account has: {string.Join("; ", grants)}");
    }

    /// <summary>Makes the directory of a backup, or takes one that has no file in the way.</summary>
    /// <exception cref="FailureException">It cannot be made, or holds files that the backup has to write.</exception>
    internal static DirectoryTarget OpenDirectory(string path, ServerFacts facts)
    {
        var target = DirectoryTarget.CreateBeside(path);
        target.RequireFree(
        [
            RedoLog, AriaControlFile, ManifestDocument.FileName, MetadataFileNames.BackupMyCnf,
            .. facts.Layout.SystemTablespace.Select(file => Path.GetFileName(file)).SelectMany(StoredPaths.All),
            .. MetadataFileNames.NewestFirst.SelectMany(names => (string[])[names.Checkpoints, names.Info, names.BinlogInfo]),
        ]);
        return target;
    }

    /// <summary>Makes the extra directory, the table of backups and the checkpoint, as far as they are wanted.</summary>
    /// <exception cref="FailureException">One cannot be made.</exception>
    internal static void Run(DropInOptions options, ServerSession session)
    {
        if (options.ExtraMetadataDirectory is { } extra)
        {
            _ = DirectoryTarget.CreateBeside(extra);
        }

        if (options.HistoryName is not null)
        {
            BackupHistory.Prepare(session);
        }

        if (options.CheckpointFirst)
        {
            session.Execute("SET GLOBAL innodb_log_checkpoint_now = ON");
        }
    }
}
