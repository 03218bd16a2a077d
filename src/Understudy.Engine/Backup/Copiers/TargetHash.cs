using Understudy.Engine.Copying;
using Understudy.Formats.Manifest;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>Hashes files that changed since they were written, by reading them back.</summary>
internal static class TargetHash
{
    /// <summary>Hashes one range, as the manifest counts them.</summary>
    internal static string OfRange(CopyScope scope, string path, int range, CopyWorker worker)
    {
        var offset = range * ManifestDocument.HashRangeBytes;
        var end = offset + ManifestDocument.HashRangeBytes;
        while (offset < end)
        {
            var wanted = worker.Buffer[..(int)Math.Min(worker.Buffer.Length, end - offset)];
            var got = scope.Target.Read(path, wanted, offset);
            worker.HasherOf(scope.HashKind).Append(wanted[..got]);
            offset += got;
            if (got < wanted.Length)
            {
                break;
            }
        }

        return worker.HasherOf(scope.HashKind).Finish()[0];
    }
}
