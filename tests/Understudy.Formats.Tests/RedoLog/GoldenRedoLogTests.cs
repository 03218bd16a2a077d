using Understudy.Formats.RedoLog;
using Understudy.Formats.Tests.InnoDb;

namespace Understudy.Formats.Tests.RedoLog;

/// <summary>Stretches of redo log that real servers wrote; see tools/golden-innodb.</summary>
public sealed class GoldenRedoLogTests
{
    [Fact]
    public void TryFrame_LogsOfServers_EveryMiniTransaction()
    {
        var wraps = 0;
        var ends = 0;
        var encryptedLogs = 0;
        foreach (var (row, bytes) in Golden.Read("redo"))
        {
            Assert.Equal(RedoLogHeaderStatus.Valid, RedoLogHeader.TryRead(bytes, out var header));
            Assert.StartsWith("MariaDB " + row[0].Split('-')[0], header.Creator, StringComparison.Ordinal);
            Assert.True(RedoCheckpoint.TryFindLatest(
                bytes.AsSpan(512, 64), bytes.AsSpan(576, 64), header.First, out var checkpoint));
            var geometry = new RedoLogGeometry(header.First, ulong.Parse(row[1]));
            var from = new Lsn(ulong.Parse(row[2]));
            var to = new Lsn(ulong.Parse(row[3]));
            Assert.True(checkpoint.Checkpoint <= from);
            var encrypted = header.Format.IsEncrypted();
            encryptedLogs += encrypted ? 1 : 0;

            var log = bytes.AsSpan(640);
            var lsn = from;
            for (var i = int.Parse(row[4]); i > 0; i--)
            {
                Assert.Equal(
                    MiniTransactionStatus.Complete, MiniTransaction.TryFrame(log, geometry, lsn, encrypted, out var frame));
                wraps += geometry.OffsetOf(lsn) > geometry.OffsetOf(lsn + (ulong)frame.Length) ? 1 : 0;
                AssertFileRecordsAreSane(log[..frame.RecordBytes], encrypted);
                log = log[frame.Length..];
                lsn += (ulong)frame.Length;
            }

            Assert.Equal(to, lsn);
            if (row[5] == "1")
            {
                ends++;
                Assert.True(MiniTransaction.TryFrame(log, geometry, lsn, encrypted, out _).IsEnd());
            }
        }

        Assert.Equal((2, 4, 2), (wraps, ends, encryptedLogs));
    }

    private static void AssertFileRecordsAreSane(ReadOnlySpan<byte> records, bool encrypted)
    {
        if (encrypted)
        {
            return;
        }

        var reader = new RedoFileOperationReader(records);
        while (reader.MoveNext())
        {
            Assert.True(
                reader.Current.Kind == RedoFileOperationKind.Checkpoint
                || (reader.Current.LastPath.StartsWith("./", StringComparison.Ordinal)
                    && reader.Current.LastPath.EndsWith(".ibd", StringComparison.Ordinal)));
        }

        Assert.False(reader.IsCorrupt);
    }
}
