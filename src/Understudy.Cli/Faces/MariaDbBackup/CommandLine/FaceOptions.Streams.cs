namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

internal static partial class FaceOptions
{
    private static IReadOnlyList<FaceOption> StreamOptions =>
    [
        Refused("stream", FaceOptionKind.Text, B, "not yet"),
        Refused("compress", FaceOptionKind.OptionalText, B, "not yet"),
        Ignored("compress-threads", FaceOptionKind.Number, FaceScope.Client, B, "belongs to `--compress`") with { Default = "1", Min = 1 },
        Ignored("compress-chunk-size", FaceOptionKind.Number, FaceScope.Client, B, "belongs to `--compress`") with { Default = "64K" },
        Ignored("remove-original", FaceOptionKind.Switch, FaceScope.Client, D, "belongs to `--decompress`"),
    ];
}
