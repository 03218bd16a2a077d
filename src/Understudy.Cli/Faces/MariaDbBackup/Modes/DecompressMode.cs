using Understudy.Engine.Qpress;

namespace Understudy.Cli.Faces.MariaDbBackup.Modes;

/// <summary><c>--decompress</c>: unpacks <c>.qp</c> files, without the program qpress.</summary>
internal static class DecompressMode
{
    internal static void Run(FaceRun run)
    {
        var directory = FaceDirectories.OfExisting(run.Values);
        var count = QpressDecompression.Run(
            directory,
            (int)run.Values.Number("parallel"),
            run.Values.IsOn("remove-original"),
            path => run.Log.Line($"decompressing {path}"),
            run.Cancellation);
        run.Log.Line($"decompressed {count} files in {directory}");
    }
}
