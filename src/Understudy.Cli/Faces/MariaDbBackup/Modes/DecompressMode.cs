namespace Understudy.Cli.Faces.MariaDbBackup.Modes;

/// <summary><c>--decompress</c>.</summary>
internal static class DecompressMode
{
    internal static void Run(FaceRun run) =>
        throw new FaceException(FaceExit.Failed, "--decompress is not supported yet") { IsLogged = true };
}
