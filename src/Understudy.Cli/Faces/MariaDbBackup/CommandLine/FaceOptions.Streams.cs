namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

internal static partial class FaceOptions
{
    private static IReadOnlyList<FaceOption> StreamOptions =>
    [
        Client("stream", FaceOptionKind.Text, B, "writes the backup to standard output; `xbstream` and `mbstream` are the same format. `--target-dir` is then not used"),
        Client("compress", FaceOptionKind.OptionalText, B, "compresses files to `.qp`, by QuickLZ; logs that grow while the backup runs stay as they are. `--decompress` or `qpress` unpacks them. `understudy backup --compress` is faster and makes less of them"),
        Client("compress-threads", FaceOptionKind.Number, B, "with `--compress`: threads that copy and compress, if more than `--parallel`") with { Default = "1", Min = 1, Max = int.MaxValue },
        Client("compress-chunk-size", FaceOptionKind.Number, B, "with `--compress`: what is compressed at once, at most 16M") with { Default = "64K", Min = 1 << 10, Max = 16 << 20 },
        Client("remove-original", FaceOptionKind.Switch, D, "removes the `.qp` files, when all are unpacked"),
    ];
}
