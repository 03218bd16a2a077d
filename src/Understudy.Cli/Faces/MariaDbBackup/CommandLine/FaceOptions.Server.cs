namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

internal static partial class FaceOptions
{
    private const string ServerKnows = "`--backup` asks the server";
    private const string OwnPrepare = "preparing uses no server code that this is for";
    private static string[] ChecksumAlgorithms => ["crc32", "strict_crc32", "full_crc32", "strict_full_crc32"];
    private static string[] FlushMethods => ["fsync", "O_DSYNC", "littlesync", "nosync", "O_DIRECT", "O_DIRECT_NO_FSYNC"];

    private static IReadOnlyList<FaceOption> ServerOptions =>
    [
        Server("aria-log-dir-path", FaceOptionKind.Text, C, "where Aria's logs go [the data directory]; " + ServerKnows),
        Server("innodb-data-home-dir", FaceOptionKind.Text, C, "where the system tablespace goes [the data directory]; " + ServerKnows),
        Server("innodb-data-file-path", FaceOptionKind.Text, C, "the files of the system tablespace [what the backup says]; " + ServerKnows),
        Server("innodb-log-group-home-dir", FaceOptionKind.Text, C, "where the redo log goes [the data directory]; " + ServerKnows),
        Server("innodb-undo-directory", FaceOptionKind.Text, C, "where undo tablespaces go [the data directory]; " + ServerKnows),
        Server("innodb-buffer-pool-filename", FaceOptionKind.Text, C, "the name of the list of buffered pages, which is copied back only when this is given"),
        .. Placeholders(),
    ];

    private static IEnumerable<FaceOption> Placeholders()
    {
        FaceOption Known(string name, FaceOptionKind kind) => Ignored(name, kind, FaceScope.Server, B, ServerKnows);
        FaceOption OfPrepare(string name, FaceOptionKind kind) => Ignored(name, kind, FaceScope.Server, P, OwnPrepare);
        return
        [
            Ignored("log", FaceOptionKind.OptionalText, FaceScope.Server, FaceModes.All, "without effect in mariadb-backup too"),
            Ignored("innodb", FaceOptionKind.OptionalText, FaceScope.Server, FaceModes.All, "without effect in mariadb-backup too"),
            Known("log-bin", FaceOptionKind.OptionalText),
            Known("innodb-page-size", FaceOptionKind.Number) with { Default = "16K" },
            Known("innodb-undo-tablespaces", FaceOptionKind.Number) with { Default = "0" },
            Known("innodb-log-file-size", FaceOptionKind.Number),
            Known("innodb-compression-level", FaceOptionKind.Number) with { Default = "6", Max = 9 },
            Known("innodb-file-per-table", FaceOptionKind.Switch),
            Known("innodb-checksum-algorithm", FaceOptionKind.Choice) with { Default = "crc32", Choices = ChecksumAlgorithms },
            OfPrepare("innodb-adaptive-hash-index", FaceOptionKind.Switch),
            OfPrepare("innodb-autoextend-increment", FaceOptionKind.Number) with { Default = "8" },
            OfPrepare("innodb-doublewrite", FaceOptionKind.OptionalText),
            OfPrepare("innodb-io-capacity", FaceOptionKind.OptionalNumber) with { Default = "200" },
            OfPrepare("innodb-file-io-threads", FaceOptionKind.Number) with { Default = "4" },
            OfPrepare("innodb-read-io-threads", FaceOptionKind.Number) with { Default = "4" },
            OfPrepare("innodb-write-io-threads", FaceOptionKind.Number) with { Default = "4" },
            OfPrepare("innodb-flush-method", FaceOptionKind.Choice) with { Default = "O_DIRECT", Choices = FlushMethods },
            OfPrepare("innodb-log-buffer-size", FaceOptionKind.Number) with { Default = "2M" },
            OfPrepare("innodb-log-file-mmap", FaceOptionKind.Switch),
            OfPrepare("innodb-log-file-buffering", FaceOptionKind.Switch) with { Default = "1" },
            OfPrepare("innodb-log-write-ahead-size", FaceOptionKind.Number) with { Default = "512" },
            OfPrepare("innodb-max-dirty-pages-pct", FaceOptionKind.Text) with { Default = "90" },
            OfPrepare("innodb-use-native-aio", FaceOptionKind.Switch) with { Default = "1" },
            OfPrepare("innodb-linux-aio", FaceOptionKind.Text) with { Default = "auto" },
            OfPrepare("innodb-data-file-buffering", FaceOptionKind.Switch) with { OnlyIn = "11.8" },
            OfPrepare("innodb-data-file-write-through", FaceOptionKind.Switch) with { OnlyIn = "11.8" },
        ];
    }
}
