using Understudy.Engine.Backup.Increment;
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

    /// <summary>Makes the directories, the table of backups and the checkpoint, as far as they are wanted.</summary>
    /// <returns>The target.</returns>
    /// <exception cref="FailureException">One cannot be made, or the target holds files that the backup has to write.</exception>
    internal static DirectoryTarget Run(DropInOptions options, string targetDirectory, ServerFacts facts, ServerSession session)
    {
        var target = DirectoryTarget.CreateBeside(targetDirectory);
        target.RequireFree(
        [
            RedoLog, AriaControlFile, ManifestDocument.FileName, MetadataFileNames.BackupMyCnf,
            .. facts.Layout.SystemTablespace.Select(path => Path.GetFileName(path)).SelectMany(StoredPaths.All),
            .. MetadataFileNames.NewestFirst.SelectMany(names => (string[])[names.Checkpoints, names.Info, names.BinlogInfo]),
        ]);
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

        return target;
    }
}
