using System.Buffers.Binary;
using System.Globalization;
using Understudy.Engine.Tests.Prepare;
using Understudy.Formats.Checksums;
using Understudy.Native.LibMariaDb;
using Understudy.Protocol;

namespace Understudy.Engine.Tests.Doubles;

/// <summary>
/// The files of a server that does nothing: an InnoDB table, a MyISAM table, a redo log of one mini-transaction, Aria's log; and a
/// <see cref="ServerDouble"/> that answers for it.
/// </summary>
internal sealed class IdleDataDirectory : IDisposable
{
    private const int LogFileBytes = 1 << 20;

    private readonly SyntheticBackup _files = new();
    private readonly string _targets = Directory.CreateTempSubdirectory("understudy-").FullName;

    internal IdleDataDirectory()
    {
        var log = _files.Finish();
        Array.Resize(ref log, LogFileBytes);
        Write("ib_logfile0", log);
        File.Delete(System.IO.Path.Combine(Path, "mariadb_backup_checkpoints"));
        Write("aria_log_control", AriaControlFile());
        Write("aria_log.00000001", new byte[3 * 8192]);
        foreach (var name in (string[])["d/db.opt", "d/t.frm", "d/m.frm", "d/m.MYI", "d/m.MYD"])
        {
            Write(name, [1, 2, 3, 4]);
        }

        Server.StageReached = stage =>
        {
            if (stage == Stage.Start)
            {
                File.Delete(System.IO.Path.Combine(Path, "ddl.log"));
                Write("ddl.log", []);
            }
        };
        Server.Answers["SHOW GLOBAL VARIABLES"] = Pairs(Variables());
        Server.Answers["SHOW GLOBAL VARIABLES LIKE 'wsrep"] = Pairs([]);
        Server.Answers["SHOW GLOBAL STATUS LIKE 'Innodb\\_lsn"] = Pairs(
        [
            ("Innodb_lsn_current", _files.End.ToString()),
            ("Innodb_lsn_flushed", _files.End.ToString()),
            ("Innodb_lsn_last_checkpoint", SyntheticBackup.Start.ToString(CultureInfo.InvariantCulture)),
        ]);
        Server.Answers["SELECT NAME FROM information_schema.INNODB_SYS_TABLES"] = new MariaDbRows(["NAME"], [["d/t"]]);
    }

    internal string Path => _files.Directory;

    internal ServerDouble Server { get; } = new();

    /// <summary>A directory for backups, which does not exist yet.</summary>
    internal string NewTarget() => System.IO.Path.Combine(_targets, System.IO.Path.GetRandomFileName());

    public void Dispose()
    {
        _files.Dispose();
        Directory.Delete(_targets, recursive: true);
    }

    private static MariaDbRows Pairs(IEnumerable<(string Name, string Value)> pairs) =>
        new(["Variable_name", "Value"], [.. pairs.Select(pair => new string?[] { pair.Name, pair.Value })]);

    private void Write(string name, byte[] content) => File.WriteAllBytes(System.IO.Path.Combine(Path, name), content);

    private IEnumerable<(string Name, string Value)> Variables() =>
    [
        ("datadir", Path + "/"), ("innodb_data_file_path", "ibdata1:1M:autoextend"), ("innodb_data_home_dir", ""),
        ("innodb_log_group_home_dir", "./"), ("innodb_undo_directory", "./"), ("innodb_undo_tablespaces", "0"),
        ("innodb_page_size", "16384"), ("innodb_log_file_size", "1048576"), ("aria_log_dir_path", "./"), ("log_bin", "ON"),
        ("lower_case_table_names", "0"), ("server_id", "1"), ("port", "3306"), ("hostname", "double"), ("pid_file", "pid"),
        ("socket", "socket"), ("plugin_dir", "/nowhere"), ("version", "11.8.6-MariaDB-log"),
    ];

    // Two parts, each with its checksum: what never changes, and the place of the last checkpoint.
    private static byte[] AriaControlFile()
    {
        const int FixedBytes = 30, ChangeableBytes = 22, LastLogAt = FixedBytes + 11;
        var file = new byte[FixedBytes + ChangeableBytes];
        new byte[] { 0xFE, 0xFE, 0x0C, 1 }.CopyTo(file, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(20), FixedBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(22), ChangeableBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(24), 8192);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(26), Crc32.Compute(file.AsSpan(0, 26)));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(LastLogAt), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(FixedBytes), Crc32.Compute(file.AsSpan(FixedBytes + 4)));
        return file;
    }
}
