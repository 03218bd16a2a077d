using System.Buffers.Binary;
using Understudy.Formats.RedoLog;

namespace Understudy.Formats.Tests.RedoLog;

public sealed class PreparedRedoLogTests
{
    [Fact]
    public void Write_KnownEnd_EqualsWhatTheServersToolWrites()
    {
        var file = new byte[PreparedRedoLog.Size];
        PreparedRedoLog.Write(file, new Lsn(86362771), "10.11.19");

        Assert.Equal(12304, file.Length);
        Assert.Equal(0xD704BE5Du, BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(508)));
        Assert.Equal(0x06A1E512u, BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(4096 + 60)));
        Assert.Equal("FA00000000000005" + "25CA83010C3D591F", Convert.ToHexString(file.AsSpan(12288)));
        Assert.False(file.AsSpan(8192, 4096).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void Write_Result_ReadsBack()
    {
        var file = new byte[PreparedRedoLog.Size];
        PreparedRedoLog.Write(file, new Lsn(86362771), "11.8.6");

        Assert.Equal(RedoLogHeaderStatus.Valid, RedoLogHeader.TryRead(file, out var header));
        Assert.Equal(RedoLogFormat.Physical, header.Format);
        Assert.Equal("Backup 11.8.6", header.Creator);
        Assert.Equal(new Lsn(86362755), header.First);
        Assert.True(RedoCheckpoint.TryFindLatest(
            file.AsSpan(4096, 64), file.AsSpan(8192, 64), header.First, out var latest));
        Assert.Equal(new RedoCheckpoint(header.First, header.First), latest);
        var geometry = new RedoLogGeometry(header.First, (ulong)file.Length);
        var log = file.AsSpan(RedoLogGeometry.StartOffset);
        Assert.Equal(
            MiniTransactionStatus.Complete,
            MiniTransaction.TryFrame(log, geometry, header.First, false, out var frame));
        Assert.Equal(new MiniTransactionFrame(11, 16), frame);
        var reader = new RedoFileOperationReader(log[..frame.RecordBytes]);
        Assert.True(reader.MoveNext());
        Assert.Equal(RedoFileOperationKind.Checkpoint, reader.Current.Kind);
        Assert.Equal(header.First, reader.Current.CheckpointLsn);
        Assert.False(reader.MoveNext());
        Assert.False(reader.IsCorrupt);
    }
}
