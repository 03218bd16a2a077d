using Understudy.Engine.Copying;
using Understudy.Formats.Manifest;
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

    /// <summary>Hashes one range, as the manifest counts them.</summary>
    internal static string OfRange(IBackupTarget target, string path, int range, CopyWorker worker)
    {
        var offset = range * ManifestDocument.HashRangeBytes;
        var end = offset + ManifestDocument.HashRangeBytes;
        while (offset < end)
        {
            var wanted = worker.Buffer[..(int)Math.Min(worker.Buffer.Length, end - offset)];
            var got = target.Read(path, wanted, offset);
            worker.Hasher.Append(wanted[..got]);
            offset += got;
            if (got < wanted.Length)
            {
                break;
            }
        }

        return worker.Hasher.Finish()[0];
    }
}
