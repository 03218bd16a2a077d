namespace Understudy.Cli.Faces.MariaDbBackup.Modes;

/// <summary><c>--print-param</c>: what of the server's settings a copy-back would go by, as an option file.</summary>
internal static class PrintParamMode
{
    private static readonly string[] Names =
    [
        "datadir", "aria-log-dir-path", "innodb-data-home-dir", "innodb-data-file-path", "innodb-log-group-home-dir", "innodb-undo-directory",
        "innodb-page-size", "innodb-undo-tablespaces", "innodb-log-file-size", "innodb-checksum-algorithm", "innodb-buffer-pool-filename",
    ];

    internal static void Run(FaceRun run)
    {
        Console.Out.Write("# The server's settings that a backup is put back by.\n[mysqld]\n");
        foreach (var name in Names.Where(run.Values.IsGiven))
        {
            Console.Out.Write($"{name.Replace('-', '_')}={run.Values.Text(name)}\n");
        }
    }
}
