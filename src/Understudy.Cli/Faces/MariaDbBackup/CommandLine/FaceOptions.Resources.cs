namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

internal static partial class FaceOptions
{
    private static IReadOnlyList<FaceOption> ResourceOptions =>
    [
        Server("parallel", FaceOptionKind.Number, B | C | D, "copying threads") with { Default = "1", Min = 1, Max = int.MaxValue },
        Client("throttle", FaceOptionKind.Number, B, "the most pieces of 1 MiB to copy in a second; 0 for no limit") with { Default = "0", Max = int.MaxValue },
        Ignored("log-copy-interval", FaceOptionKind.Number, FaceScope.Client, B, "the redo log is followed without pauses that would matter") with { Default = "1000" },
        Client("use-memory", FaceOptionKind.Number, P, "memory for log records and pages; by default a quarter of what is available") with { Min = 8 << 20 },
        Ignored("close-files", FaceOptionKind.Switch, FaceScope.Client, B, "no file stays open longer than it is copied"),
        Server("open-files-limit", FaceOptionKind.Number, B, "few files are open at a time") with { Default = "0", Disposition = FaceDisposition.Accepted },
        Server("tmpdir", FaceOptionKind.Text, B, "no temporary files are written") with { Letter = 't', Disposition = FaceDisposition.Accepted },
        Ignored("core-file", FaceOptionKind.Bare, FaceScope.Client, FaceModes.All, "the runtime decides about dumps (`DOTNET_DbgEnableMiniDump`)"),
        Ignored("no-version-check", FaceOptionKind.Switch, FaceScope.Client, B, "there is no `--version-check` to leave out"),
    ];
}
