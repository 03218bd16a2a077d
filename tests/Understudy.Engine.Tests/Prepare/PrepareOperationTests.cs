using System.Buffers.Binary;
using Understudy.Engine.Prepare;
using Understudy.Formats;
using Understudy.Formats.InnoDb;
using Understudy.Formats.RedoLog.Records;

namespace Understudy.Engine.Tests.Prepare;

public sealed class PrepareOperationTests
{
    [Fact]
    public void Run_RecordsOfEachKind_ReachTheirPages()
    {
        using var backup = new SyntheticBackup();
        var write = backup.Add(Write(2, 300, 7, 8, 9));
        var grown = backup.Add(
            SyntheticBackup.Record(RedoRecordType.Write, SyntheticBackup.Table, 0, SyntheticBackup.At(46, [0, 0, 0, 12])),
            SyntheticBackup.Record(RedoRecordType.InitPage, SyntheticBackup.Table, 11, []),
            SyntheticBackup.Continued(RedoRecordType.Write, SyntheticBackup.At(76, [1, 2, 3])));
        backup.Add(SyntheticBackup.Record(RedoRecordType.FreePage, SyntheticBackup.Table, 3, []));
        backup.Finish();
        var freed = backup.ReadPage("d/t.ibd", 3);

        var result = Run(backup);

        Assert.Equal(backup.End, result.End);
        Assert.Equal(3, result.PagesChanged);
        var page = backup.ReadPage("d/t.ibd", 2);
        Assert.Equal([7, 8, 9], page[300..303]);
        Assert.Equal(3, page[150]);
        AssertValid(page, 2, write);
        page = backup.ReadPage("d/t.ibd", 11);
        Assert.Equal([1, 2, 3], page[100..103]);
        AssertValid(page, 11, grown);
        AssertValid(backup.ReadPage("d/t.ibd", 0), 0, grown);
        Assert.Equal(freed, backup.ReadPage("d/t.ibd", 3));
        Assert.Equal(12 * SyntheticBackup.PageBytes, backup.ReadTable().Length);
        Assert.Contains("log-applied", File.ReadAllText(Path.Combine(backup.Directory, "mariadb_backup_checkpoints")), StringComparison.Ordinal);
        Assert.Equal("\t0\n", File.ReadAllText(Path.Combine(backup.Directory, "xtrabackup_binlog_pos_innodb")));
        Assert.True(Run(backup).WasPrepared);
    }

    [Fact]
    public void Run_PageNewerThanARecord_IsLeftAlone()
    {
        using var backup = new SyntheticBackup();
        backup.Add(Write(2, 300, 1));
        var end = backup.Add(Write(4, 300, 2));
        backup.Finish();
        var table = backup.ReadTable();
        var page = table.AsSpan(2 * SyntheticBackup.PageBytes, SyntheticBackup.PageBytes);
        BinaryPrimitives.WriteUInt64BigEndian(page[16..], end.Value);
        PageChecksum.Store(page, new TablespaceFormat(new SpaceId(SyntheticBackup.Table), new TablespaceFlags(0x15)));
        backup.WriteTable(table);

        Assert.Equal(1, Run(backup).PagesChanged);
        Assert.Equal(0, backup.ReadPage("d/t.ibd", 2)[300]);
        Assert.Equal(2, backup.ReadPage("d/t.ibd", 4)[300]);
    }

    [Fact]
    public void Run_RecordsBeforeAnInitialization_AreDropped()
    {
        using var backup = new SyntheticBackup();
        backup.Add(SyntheticBackup.Record(RedoRecordType.Extended, SyntheticBackup.Table, 5, [9, 1, 2, 3]));
        backup.Add(
            Write(5, 400, 5),
            SyntheticBackup.Record(RedoRecordType.InitPage, SyntheticBackup.Table, 5, []),
            Write(5, 500, 6));
        backup.Finish();

        Assert.Equal(1, Run(backup).PagesChanged);
        var page = backup.ReadPage("d/t.ibd", 5);
        Assert.Equal((0, 0, 6), (page[150], page[400], page[500]));
    }

    [Fact]
    public void Run_DamagedPageThatIsNeeded_IsNamed()
    {
        using var backup = new SyntheticBackup();
        backup.Add(Write(2, 300, 1));
        backup.Finish();
        var table = backup.ReadTable();
        table[(2 * SyntheticBackup.PageBytes) + 5000] ^= 1;
        backup.WriteTable(table);

        var e = Assert.Throws<FailureException>(() => Run(backup));
        Assert.Equal(FailureKind.Damaged, e.Kind);
        Assert.Contains("d/t.ibd: page 2 is damaged", e.Message, StringComparison.Ordinal);
        Assert.Equal(table, backup.ReadTable());
    }

    [Fact]
    public void Run_RecordThatDoesNotFit_IsNamedWithPageAndLsn()
    {
        using var backup = new SyntheticBackup();
        var start = backup.End;
        backup.Add(SyntheticBackup.Record(RedoRecordType.Extended, SyntheticBackup.Table, 5, [9, 1, 2, 3]));
        backup.Finish();

        var e = Assert.Throws<FailureException>(() => Run(backup));
        Assert.Equal(FailureKind.Damaged, e.Kind);
        Assert.Contains($"d/t.ibd: page 5 cannot be brought forward at LSN {start}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AnyByteOfTheLogFlipped_FailsOrMakesTheSamePages()
    {
        using var backup = new SyntheticBackup();
        backup.Add(Write(2, 300, 7, 8, 9));
        backup.Add(
            SyntheticBackup.Record(RedoRecordType.InitPage, SyntheticBackup.Table, 5, []),
            SyntheticBackup.Continued(RedoRecordType.Extended, [1]));
        backup.Add(SyntheticBackup.Record(RedoRecordType.Extended, SyntheticBackup.Table, 5, Convert.FromHexString("060000000010aabbcc")));
        var log = backup.Finish();
        var original = backup.ReadTable();
        Run(backup);
        var expected = backup.ReadTable();
        int[] places = [.. Enumerable.Range(0, 512), .. Enumerable.Range(4096, 64), .. Enumerable.Range(8192, 64), .. Enumerable.Range(12288, log.Length - 12288)];
        var failures = 0;
        foreach (var place in places)
        {
            backup.WriteTable(original);
            backup.Finish();
            var damaged = log.ToArray();
            damaged[place] ^= (byte)(1 << (place % 8));
            File.WriteAllBytes(Path.Combine(backup.Directory, "ib_logfile0"), damaged);
            try
            {
                Run(backup);
                Assert.True(expected.AsSpan().SequenceEqual(backup.ReadTable()), $"byte {place} flipped made other pages");
            }
            catch (FailureException e)
            {
                failures++;
                Assert.Equal(FailureKind.Damaged, e.Kind);
                Assert.True(original.AsSpan().SequenceEqual(backup.ReadTable()), $"byte {place} flipped was found after pages were changed");
            }
        }

        // All that is not noticed is the unused second checkpoint block.
        Assert.Equal(places.Length - 64, failures);
    }

    [Fact]
    public void Run_LogCutAnywhere_IsRefused()
    {
        using var backup = new SyntheticBackup();
        backup.Add(Write(2, 300, 7, 8, 9));
        backup.Add(Write(3, 300, 7));
        var log = backup.Finish();
        for (var length = 0; length < log.Length; length += length < 12288 ? 512 : 1)
        {
            File.WriteAllBytes(Path.Combine(backup.Directory, "ib_logfile0"), log[..length]);
            var e = Assert.Throws<FailureException>(() => Run(backup));
            Assert.Equal(FailureKind.Damaged, e.Kind);
        }
    }

    [Fact]
    public void Run_JournalOfAnInterruptedRun_IsPutBackFirst()
    {
        using var backup = new SyntheticBackup();
        backup.Add(Write(2, 300, 7, 8, 9));
        backup.Finish();
        var table = backup.ReadTable();
        using (var journal = new Engine.Prepare.Apply.PageJournal(backup.Directory, 0))
        {
            journal.Add(Path.Combine(backup.Directory, "d/t.ibd"), 2 * SyntheticBackup.PageBytes, table.AsSpan(2 * SyntheticBackup.PageBytes, SyntheticBackup.PageBytes));
            journal.Sync();
        }

        // The page was torn in the middle of its write.
        table.AsSpan((2 * SyntheticBackup.PageBytes) + 4096, 4096).Fill(0xee);
        backup.WriteTable(table);

        var result = Run(backup);
        Assert.Contains("1 pages were put back", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal([7, 8, 9], backup.ReadPage("d/t.ibd", 2)[300..303]);
        Assert.Empty(Directory.GetFiles(backup.Directory, "*.journal"));
    }

    private static byte[] Write(uint page, int offset, params byte[] data) =>
        SyntheticBackup.Record(RedoRecordType.Write, SyntheticBackup.Table, page, SyntheticBackup.At(offset, data));

    private static PrepareResult Run(SyntheticBackup backup) => PrepareOperation.Run(
        new PrepareOptions { Directory = backup.Directory, UseMemoryBytes = 16 << 20, Parallel = 1 },
        new OperationProgress(),
        CancellationToken.None);

    private static void AssertValid(byte[] page, uint number, Lsn lsn)
    {
        var format = new TablespaceFormat(new SpaceId(SyntheticBackup.Table), new TablespaceFlags(0x15));
        Assert.Equal(PageStatus.Valid, PageVerifier.Verify(page, format, number));
        Assert.Equal(lsn.Value, BinaryPrimitives.ReadUInt64BigEndian(page.AsSpan(16)));
    }
}
