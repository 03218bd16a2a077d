using Understudy.Engine.Copying;
using Understudy.Formats.Qpress;
using Understudy.Native.LibC;

namespace Understudy.Engine.Qpress;

/// <summary>Unpacks the <c>.qp</c> files of a backup that <c>mariadb-backup --compress</c> made, each beside itself.</summary>
public static class QpressDecompression
{
    private const string UnfinishedSuffix = ".understudy-decompressing";

    private static readonly EnumerationOptions AllLevels = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        MatchType = MatchType.Simple,
        MatchCasing = MatchCasing.CaseSensitive,
    };

    /// <summary>Unpacks all of a directory, and what is below it, and makes the result durable.</summary>
    /// <param name="directory">The backup.</param>
    /// <param name="threads">How many files at once.</param>
    /// <param name="removeOriginals">Remove each <c>.qp</c> file when all are unpacked.</param>
    /// <param name="fileBegun">Told the path of each file, by any thread.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>How many files it were.</returns>
    /// <exception cref="Formats.FailureException">A file is damaged. No original was removed.</exception>
    /// <exception cref="IOException">A file could not be read or written.</exception>
    public static int Run(string directory, int threads, bool removeOriginals, Action<string>? fileBegun, CancellationToken cancellation)
    {
        var files = new DirectoryInfo(directory).GetFiles("*" + QpressHeader.Extension, AllLevels).OrderByDescending(file => file.Length).Select(file => file.FullName).ToArray();
        using (var pool = new WorkerPool(Math.Max(1, Math.Min(threads, files.Length))))
        {
            pool.Run([.. files.Select(path => (Action<CopyWorker>)(_ => Unpack(path, fileBegun, cancellation)))], cancellation);
        }

        PosixFile.SyncFileSystem(directory);
        if (removeOriginals)
        {
            foreach (var path in files)
            {
                File.Delete(path);
            }
        }

        return files.Length;
    }

    // Under another name until it is whole, so that a damaged file never stands where a whole one is looked for.
    private static void Unpack(string path, Action<string>? fileBegun, CancellationToken cancellation)
    {
        fileBegun?.Invoke(path);
        var destination = path[..^QpressHeader.Extension.Length];
        var unfinished = destination + UnfinishedSuffix;
        using (var source = PosixFile.OpenRead(path))
        {
            File.Delete(unfinished);
            using var file = PosixFile.Create(unfinished, direct: false, out _);
            _ = new QpressFile(source, path).Unpack(file, unfinished, cancellation);
        }

        PosixFile.Rename(unfinished, destination);
    }
}
