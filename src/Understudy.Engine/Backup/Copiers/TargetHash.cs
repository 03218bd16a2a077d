using Understudy.Engine.Copying;
using Understudy.Storage;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>Hashes files that were not written from front to back, by reading them back.</summary>
internal static class TargetHash
{
    internal static string[] Of(IBackupTarget target, string path, CopyWorker worker)
    {
        var offset = 0L;
        int got;
        do
        {
            got = target.Read(path, worker.Buffer, offset);
            worker.Hasher.Append(worker.Buffer[..got]);
            offset += got;
        }
        while (got == worker.Buffer.Length);

        return worker.Hasher.Finish();
    }
}
