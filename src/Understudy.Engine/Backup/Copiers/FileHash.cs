using Understudy.Engine.Copying;
using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>Hashes files that are in the backup without having been copied.</summary>
internal static class FileHash
{
    internal static string[] Of(string path, CopyWorker worker)
    {
        using var file = PosixFile.OpenRead(path);
        var offset = 0L;
        int got;
        do
        {
            got = PosixFile.ReadFully(file, worker.Buffer, offset, path);
            worker.Hasher.Append(worker.Buffer[..got]);
            offset += got;
        }
        while (got == worker.Buffer.Length);

        return worker.Hasher.Finish();
    }
}
