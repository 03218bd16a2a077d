using Understudy.Formats.Manifest;

namespace Understudy.Engine.Restore;

/// <summary>Tells what to do with a restored data directory.</summary>
internal static class NextSteps
{
    internal static IReadOnlyList<string> Make(BackupManifest manifest, RestoreOptions options)
    {
        var steps = new List<string>();
        var dataFilePath = options.Relocate ? RelocatedDataFilePath(manifest) : manifest.Server.InnoDbDataFilePath;
        if (dataFilePath != "ibdata1:12M:autoextend")
        {
            steps.Add($"start the server with innodb_data_file_path={dataFilePath}");
        }

        if (manifest.Server.InnoDbPageSizeBytes != 16384)
        {
            steps.Add($"start the server with innodb_page_size={manifest.Server.InnoDbPageSizeBytes}");
        }

        if (options.Relocate && manifest.Files.Any(file => file.ExternalPath is not null))
        {
            steps.Add("files from outside the data directory are now below it: leave out innodb_data_home_dir, innodb_undo_directory, "
                + "innodb_log_group_home_dir and aria_log_dir_path");
        }

        if (manifest.Server.EncryptionPlugin is { } plugin)
        {
            steps.Add($"the server needs its encryption plugin ({plugin}) and the same keys");
        }

        if (manifest.Partial)
        {
            steps.Add(HasSystemDatabase(manifest)
                ? "the backup is partial: drop the tables that the server knows and has no files of, before anybody uses them"
                : "the backup is partial and has no mysql database: a server starts on it only with --skip-grant-tables, to look at its tables");
        }

        steps.Add($"start the server: mariadbd --datadir={Path.GetFullPath(options.DataDirectory)} (systemctl start mariadb); it "
            + (manifest.CrashImage ? "recovers as after a crash" : "rolls back what was not committed"));
        if (manifest.CrashImage)
        {
            steps.Add(HasBinaryLog(manifest)
                ? "start it with the same log_bin: by the binary log it tells which of the last transactions were committed"
                : "start it without log_bin, as the source was");
            steps.Add($"use {manifest.Server.Version} or a later one of that series, and the engines of the source: each takes part in the recovery");
        }

        if (manifest.BackupPoint.BinaryLog is { } log)
        {
            steps.Add($"to go on to a later moment: mariadb-binlog --start-position={log.Position} {log.File} ... | mariadb");
            steps.Add(log.Gtid.Length > 0
                ? $"to make it a replica of {manifest.Server.HostName}: SET GLOBAL gtid_slave_pos='{log.Gtid}'; CHANGE MASTER TO {Primary(manifest)}, MASTER_USE_GTID=slave_pos; START SLAVE;"
                : $"to make it a replica of {manifest.Server.HostName}: CHANGE MASTER TO {Primary(manifest)}, MASTER_LOG_FILE='{log.File}', MASTER_LOG_POS={log.Position}; START SLAVE;");
        }

        steps.AddRange(manifest.BackupPoint.ReplicaStatements.Select(statement => $"to replicate from the same primary as the source did: {statement}"));
        return steps;
    }

    // What is in no database, and is the server's, is of the logs that its recovery needs.
    private static bool HasBinaryLog(BackupManifest manifest) =>
        manifest.Files.Any(file => !file.Path.Contains('/', StringComparison.Ordinal) && file.Path.EndsWith(".index", StringComparison.Ordinal));

    private static bool HasSystemDatabase(BackupManifest manifest) =>
        manifest.Files.Any(file => file.Path.StartsWith("mysql/", StringComparison.Ordinal));

    private static string Primary(BackupManifest manifest) =>
        $"MASTER_HOST='{manifest.Server.HostName}', MASTER_PORT={manifest.Server.Port}, MASTER_USER='...', MASTER_PASSWORD='...'";

    // What was outside lies directly in the data directory now.
    private static string RelocatedDataFilePath(BackupManifest manifest)
    {
        var inside = manifest.Server.DataDirectory + "/";
        var outside = manifest.Files
            .Where(file => file is { Role: ManifestFileRole.SystemTablespace, ExternalPath: { } place } && !place.StartsWith(inside, StringComparison.Ordinal))
            .Select(file => file.Path)
            .ToHashSet(StringComparer.Ordinal);
        return string.Join(';', manifest.Server.InnoDbDataFilePath.Split(';').Select(entry =>
        {
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            var name = colon < 0 ? "" : Path.GetFileName(entry[..colon]);
            return outside.Contains(name) ? name + entry[colon..] : entry;
        }));
    }
}
