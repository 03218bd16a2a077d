using Understudy.Engine.Copying;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare.Increment;

/// <summary>Copies a file in place of another one: after a crash the old or the new one is there, whole.</summary>
internal static class WholeFile
{
    /// <summary>The ending of the name of a file that is not whole yet.</summary>
    internal const string UnfinishedSuffix = ".understudy-new";

    private const int HoleBytes = 4096;

    /// <summary>Copies it; it is durable only after the file system was synced.</summary>
    internal static void Copy(string from, string to, CopyWorker worker, OperationProgress progress, CancellationToken cancellation)
    {
        var unfinished = to + UnfinishedSuffix;
        File.Delete(unfinished);
        using (var source = PosixFile.OpenRead(from))
        {
            using var file = PosixFile.Create(unfinished, direct: false, out _);
            var step = FileStatus.Of(source).HasHoles ? HoleBytes : CopyWorker.BlockBytes;
            long offset = 0;
            while (PosixFile.ReadFully(source, worker.Buffer, offset, from) is > 0 and var read)
            {
                cancellation.ThrowIfCancellationRequested();
                for (var at = 0; at < read; at += step)
                {
                    var piece = worker.Buffer[at..Math.Min(at + step, read)];
                    if (step != HoleBytes || piece.ContainsAnyExcept((byte)0))
                    {
                        PosixFile.WriteFully(file, piece, offset + at, unfinished);
                    }
                }

                progress.AddBytes(read);
                offset += read;
            }

            PosixFile.SetLength(file, offset, unfinished);
        }

        PosixFile.Rename(unfinished, to);
        progress.AddFile();
    }
}
