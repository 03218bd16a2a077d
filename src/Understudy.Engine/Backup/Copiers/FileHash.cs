using Understudy.Engine.Copying;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>Hashes files that are in the backup without having been copied.</summary>
internal static class FileHash
{
    internal static string[] Of(string path, HashKind kind, CopyWorker worker)
    {
        using var file = PosixFile.OpenRead(path);
        var offset = 0L;
        int got;
        do
        {
            got = PosixFile.ReadFully(file, worker.Buffer, offset, path);
            worker.HasherOf(kind).Append(worker.Buffer[..got]);
            offset += got;
        }
        while (got == worker.Buffer.Length);

        return worker.HasherOf(kind).Finish();
    }
}
