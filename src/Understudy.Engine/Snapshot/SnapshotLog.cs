using Understudy.Engine.Prepare.Log;
using Understudy.Formats;
using Understudy.Formats.RedoLog;

namespace Understudy.Engine.Snapshot;

/// <summary>The redo log of a snapshot: the server's own ring, as it was at one moment.</summary>
/// <param name="Checkpoint">Its newest checkpoint.</param>
/// <param name="End">The end of what is whole.</param>
/// <param name="Format">Its format.</param>
internal sealed record SnapshotLog(RedoCheckpoint Checkpoint, Lsn End, RedoLogFormat Format)
{
    private const int ReadBytes = 4 << 20;

    /// <summary>Follows a log that nobody writes from its checkpoint to its end. What is encrypted can stay so.</summary>
    internal static SnapshotLog Read(string path)
    {
        using var source = RedoLogSource.Open(path);
        var bytes = new byte[ReadBytes + MiniTransaction.LengthMax];
        var filled = 0;
        var lsn = source.Checkpoint.Checkpoint;
        while (true)
        {
            var got = source.Read(lsn + (ulong)filled, bytes.AsSpan(filled));
            filled += got;
            var done = 0;
            while (MiniTransaction.TryFrame(bytes.AsSpan(done, filled - done), source.Geometry, lsn + (ulong)done, source.IsEncrypted, out var frame)
                == MiniTransactionStatus.Complete)
            {
                done += frame.Length;
            }

            lsn += (ulong)done;
            bytes.AsSpan(done, filled - done).CopyTo(bytes);
            filled -= done;
            if (got == 0 || done == 0)
            {
                return new SnapshotLog(source.Checkpoint, lsn, source.Header.Format);
            }
        }
    }
}
