using Understudy.Cli.Faces.MariaDbBackup.CommandLine;
using Understudy.Storage.Compression;

namespace Understudy.Cli.Faces.MariaDbBackup.Modes;

/// <summary><c>--compress</c> and what belongs to it.</summary>
internal static class FaceCompression
{
    private const string Algorithm = "quicklz";

    /// <summary>How the files are compressed.</summary>
    /// <returns>Null for not at all.</returns>
    /// <exception cref="FaceException">There is no such algorithm.</exception>
    internal static IFileCompression? Make(FaceValues values)
    {
        if (!values.IsOn("compress"))
        {
            return null;
        }

        return values.Text("compress") is null or "" or Algorithm
            ? new QpressCompression((int)values.Number("compress-chunk-size"))
            : throw new FaceException(FaceExit.Failed, $"Invalid --compress argument: {values.Text("compress")}; only {Algorithm} is supported") { IsLogged = true };
    }

    /// <summary>The number of threads that copy, and compress what they copy.</summary>
    internal static int Threads(FaceValues values) =>
        (int)(values.IsOn("compress") ? Math.Max(values.Number("parallel"), values.Number("compress-threads")) : values.Number("parallel"));
}
