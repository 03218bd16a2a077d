using Understudy.Engine.Copying;
using Understudy.Formats.Manifest;
using Understudy.Storage;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>Hashes files that changed since they were written, by reading them back.</summary>
internal static class TargetHash
{
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
