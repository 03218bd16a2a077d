using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.BackupInfo;

namespace Understudy.Formats.Tests.BackupInfo;

/// <summary>The texts are those that mariadb-backup wrote.</summary>
public sealed class BackupInfoTests
{
    private const string Checkpoints =
        "backup_type = full-backuped\nfrom_lsn = 0\nto_lsn = 44420\nlast_lsn = 4181152\nrecover_binlog_info = 0\n";

    [Fact]
    public void Checkpoints_FileOfTool_IsReadAndWrittenAgain()
    {
        Assert.True(BackupCheckpoints.TryParse(Checkpoints, out var read, out var whyNot), whyNot);
        Assert.Equal(new BackupCheckpoints(BackupType.Full, new Lsn(0), new Lsn(44420), new Lsn(4181152), false), read);
        Assert.Equal(Checkpoints, read.ToText());
    }

    [Fact]
    public void Checkpoints_AnyValues_AreReadAgain()
        => Prop.ForAll<ulong, ulong, uint>((from, to, bits) =>
        {
            var written = new BackupCheckpoints(
                (BackupType)(bits % 3),
                new Lsn(from),
                new Lsn(to),
                (bits & 8) == 0 ? null : new Lsn(from ^ to),
                (bits & 16) == 0 ? null : (bits & 32) == 0);
            return BackupCheckpoints.TryParse(written.ToText(), out var read, out _) && read == written;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("", "line 1 is not 'backup_type = …'")]
    [InlineData("from_lsn = 0\n", "line 1 is not 'backup_type = …'")]
    [InlineData("backup_type = incremental\nfrom_lsn = x\n", "from_lsn is 'x', expected a number")]
    [InlineData("backup_type = incremental\nfrom_lsn = 1\n", "line 3 is not 'to_lsn = …'")]
    [InlineData(
        "backup_type = full-prepared\nfrom_lsn = 1\nto_lsn = 2\n",
        "backup_type is 'full-prepared', expected full-backuped, incremental, log-applied")]
    public void Checkpoints_OtherText_IsRefused(string text, string expected)
    {
        Assert.False(BackupCheckpoints.TryParse(text, out _, out var whyNot));
        Assert.Equal(expected, whyNot);
    }

    [Fact]
    public void InfoFile_HasItsSeventeenLinesInOrder()
    {
        var info = new BackupInfoFile
        {
            Uuid = "2f6c3ad1-e5a1-11f1-8294-02fc00000001",
            ToolName = "mariadb-backup",
            ToolCommand = "--backup --password=... --target-dir=/b",
            ToolVersion = "10.11.19-MariaDB",
            IbbackupVersion = "10.11.19-MariaDB",
            ServerVersion = "10.11.19-MariaDB-log",
            StartTime = "2026-11-21 09:00:00",
            EndTime = "2026-11-21 09:00:02",
            LockTime = "0",
            BinlogPosition = BackupInfoFile.FormatBinlogPosition("binlog.000001", 330, "0-1-2"),
            InnodbFromLsn = "0",
            InnodbToLsn = "44420",
        };
        const string expected =
            "uuid = 2f6c3ad1-e5a1-11f1-8294-02fc00000001\nname = \ntool_name = mariadb-backup\n"
            + "tool_command = --backup --password=... --target-dir=/b\ntool_version = 10.11.19-MariaDB\n"
            + "ibbackup_version = 10.11.19-MariaDB\nserver_version = 10.11.19-MariaDB-log\n"
            + "start_time = 2026-11-21 09:00:00\nend_time = 2026-11-21 09:00:02\nlock_time = 0\n"
            + "binlog_pos = filename 'binlog.000001', position '330', GTID of the last change '0-1-2'\n"
            + "innodb_from_lsn = 0\ninnodb_to_lsn = 44420\n"
            + "partial = N\nincremental = N\nformat = file\ncompressed = N\n";
        Assert.Equal(expected, info.ToText());
        Assert.Equal(17, expected.Count(letter => letter == '\n'));
        Assert.Equal(info, BackupInfoFile.Parse(expected));
    }

    [Fact]
    public void InfoFile_NewlineInAValue_DoesNotMakeALine()
    {
        var info = new BackupInfoFile
        {
            ToolCommand = "a\nuuid = b",
            Format = "mbstream",
            IsCompressed = true,
            IsPartial = true,
        };
        var read = BackupInfoFile.Parse(info.ToText());
        Assert.Equal(info with { ToolCommand = "a uuid = b" }, read);
    }

    [Theory]
    [InlineData("mysqld-bin.000001\t1234\t0-1-2\n", "mysqld-bin.000001", 1234ul, "0-1-2")]
    [InlineData("b.000001\t4\t\n", "b.000001", 4ul, "")]
    [InlineData("./b.000001\t4\n", "./b.000001", 4ul, null)]
    public void BinlogInfo_FileOfTool_IsReadAndWrittenAgain(string text, string file, ulong position, string? gtid)
    {
        Assert.True(BinlogInfo.TryParse(text, out var info));
        Assert.Equal(new BinlogInfo(file, position, gtid), info);
        Assert.Equal(text, info.ToText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("b.000001")]
    [InlineData("b.000001\t-4\t\n")]
    [InlineData("\t4\t\n")]
    [InlineData("a\t4\tb\tc\n")]
    public void BinlogInfo_OtherText_IsRefused(string text) => Assert.False(BinlogInfo.TryParse(text, out _));

    [Fact]
    public void ReplicaInfo_ByPosition_IsOneStatementAConnection()
    {
        var info = new ReplicaInfo(
            string.Empty,
            [
                new ReplicaPosition(string.Empty, true, "b.000002", 500),
                new ReplicaPosition("c2", false, "x.000001", 4),
            ]);
        Assert.Equal(
            "CHANGE MASTER TO MASTER_LOG_FILE='b.000002', MASTER_LOG_POS=500;\n"
            + "CHANGE MASTER 'c2' TO MASTER_LOG_FILE='x.000001', MASTER_LOG_POS=4;\n",
            info.ToText());
    }

    [Fact]
    public void ReplicaInfo_ByGtid_SetsThePositionFirst()
    {
        var info = new ReplicaInfo(
            "0-11-61",
            [new ReplicaPosition("it's", true, "b.000002", 500), new ReplicaPosition("c2", false, "x.000001", 4)]);
        Assert.Equal(
            "SET GLOBAL gtid_slave_pos = '0-11-61';\n"
            + "CHANGE MASTER 'it''s' TO master_use_gtid = slave_pos;\n"
            + "CHANGE MASTER 'c2' TO MASTER_LOG_FILE='x.000001', MASTER_LOG_POS=4;\n",
            info.ToText());
    }

    [Theory]
    [InlineData("c15c37f6-e59d-11f1-8294-02fc00000001:42 7\n", 42, 7u)]
    [InlineData("c15c37f6-e59d-11f1-8294-02fc00000001:-1 0", -1, 0u)]
    [InlineData("c15c37f6-e59d-11f1-8294-02fc00000001:5\n", 5, null)]
    public void GaleraInfo_FileOfTool_IsRead(string text, long number, uint? domain)
    {
        Assert.True(GaleraInfo.TryParse(text, out var info));
        Assert.Equal(new GaleraInfo(Guid.Parse("c15c37f6-e59d-11f1-8294-02fc00000001"), number, domain), info);
        Assert.Equal(text.TrimEnd() + "\n", info.ToText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("x:1 2")]
    [InlineData("c15c37f6-e59d-11f1-8294-02fc00000001")]
    [InlineData("c15c37f6-e59d-11f1-8294-02fc00000001:")]
    [InlineData("c15c37f6-e59d-11f1-8294-02fc00000001:1 x")]
    public void GaleraInfo_OtherText_IsRefused(string text) => Assert.False(GaleraInfo.TryParse(text, out _));

    [Fact]
    public void Parsers_AnyText_NeverThrow()
        => Prop.ForAll<NonNull<string>, NonNull<string>>((first, second) =>
        {
            var (one, two) = (first.Get, second.Get);
            foreach (var text in new[] { one, $"{one}\t{two}", $"{one} = {two}\n{two}" })
            {
                _ = BackupCheckpoints.TryParse(text, out _, out _);
                BackupInfoFile.Parse(text);
                _ = BinlogInfo.TryParse(text, out _);
                _ = GaleraInfo.TryParse(text, out _);
            }

            return true;
        }).QuickCheckThrowOnFailure();
}
