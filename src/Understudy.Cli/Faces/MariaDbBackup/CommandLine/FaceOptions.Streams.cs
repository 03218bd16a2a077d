namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

internal static partial class FaceOptions
{
    private static IReadOnlyList<FaceOption> StreamOptions =>
    [
        Client("stream", FaceOptionKind.Text, B, "writes the backup to standard output; `xbstream` and `mbstream` are the same format. `--target-dir` is then not used"),
        Refused("compress", FaceOptionKind.OptionalText, B, "QuickLZ is not written: pipe `--stream` into a compressing program, or use `understudy backup --compress`"),
        Ignored("compress-threads", FaceOptionKind.Number, FaceScope.Client, B, "belongs to `--compress`") with { Default = "1", Min = 1 },
        Ignored("compress-chunk-size", FaceOptionKind.Number, FaceScope.Client, B, "belongs to `--compress`") with { Default = "64K" },
        Client("remove-original", FaceOptionKind.Switch, D, "removes the `.qp` files, when all are unpacked"),
    ];
}
