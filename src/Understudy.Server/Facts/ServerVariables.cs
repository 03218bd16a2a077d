using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Understudy.Formats;

namespace Understudy.Server;

/// <summary>
/// The server's global variables at one moment. Paths are absolute unless said otherwise: what the server states
/// relatively means below <see cref="DataDirectory"/>.
/// </summary>
public sealed class ServerVariables
{
    private readonly Dictionary<string, string> _values;

    internal ServerVariables(IEnumerable<KeyValuePair<string, string>> values)
    {
        _values = new Dictionary<string, string>(values, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All of them, by name.</summary>
    public IReadOnlyDictionary<string, string> All => _values;

    /// <summary>The data directory, with its slash at the end taken off.</summary>
    public string DataDirectory => Path.TrimEndingDirectorySeparator(Text("datadir"));

    /// <summary>Directories in it that the server does not take for databases, by name.</summary>
    public IReadOnlyList<string> IgnoredDirectories => Text("ignore_db_dirs", "").Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The files of the system tablespace, as <c>innodb_data_file_path</c> has them.</summary>
    public string InnoDbDataFilePath => Text("innodb_data_file_path");

    /// <summary>Where the system tablespace is.</summary>
    public string InnoDbDataHome => Resolve("innodb_data_home_dir");

    /// <summary>Where the redo log is.</summary>
    public string InnoDbLogGroupHome => Resolve("innodb_log_group_home_dir");

    /// <summary>Where the undo tablespaces are.</summary>
    public string InnoDbUndoDirectory => Resolve("innodb_undo_directory");

    /// <summary>How many undo tablespaces there are.</summary>
    public int InnoDbUndoTablespaces => (int)Number("innodb_undo_tablespaces");

    /// <summary>The size of a page of InnoDB, in bytes.</summary>
    public int InnoDbPageSizeBytes => (int)Number("innodb_page_size");

    /// <summary>The size of the redo log, in bytes.</summary>
    public long InnoDbLogFileSizeBytes => Number("innodb_log_file_size");

    /// <summary>The algorithm of page checksums.</summary>
    public string InnoDbChecksumAlgorithm => Text("innodb_checksum_algorithm", "full_crc32");

    /// <summary>Whether the redo log is encrypted.</summary>
    public bool InnoDbEncryptLog => Flag("innodb_encrypt_log");

    /// <summary>Whether the redo log is archived, as servers after 12 can do.</summary>
    public bool InnoDbLogArchive => Flag("innodb_log_archive");

    /// <summary>When the redo log is written and synced: 0, 1, 2 or 3.</summary>
    public int InnoDbFlushLogAtTrxCommit => (int)Number("innodb_flush_log_at_trx_commit");

    /// <summary>The name of the buffer pool's dump.</summary>
    public string InnoDbBufferPoolFileName => Text("innodb_buffer_pool_filename", "ib_buffer_pool");

    /// <summary>Where Aria's log and control file are.</summary>
    public string AriaLogDirectory => Resolve("aria_log_dir_path");

    /// <summary>Whether the server writes a binary log.</summary>
    public bool LogBin => Flag("log_bin");

    /// <summary>The path of the binary log without its number; null when there is none.</summary>
    public string? LogBinBaseName => OptionalPath("log_bin_basename");

    /// <summary>The path of the binary log's index; null when there is none.</summary>
    public string? LogBinIndex => OptionalPath("log_bin_index");

    /// <summary>The data directory of MyRocks; null when the engine is not loaded.</summary>
    public string? RocksDbDataDirectory => OptionalPath("rocksdb_datadir");

    /// <summary>The write-ahead log's directory of MyRocks when it has one of its own; else null.</summary>
    public string? RocksDbWalDirectory => OptionalPath("rocksdb_wal_dir");

    /// <summary>Whether MyISAM writes through memory maps, which copies may not see in order.</summary>
    public bool MyIsamUseMmap => Flag("myisam_use_mmap");

    /// <summary>How names of tables are stored and compared: 0, 1 or 2.</summary>
    public int LowerCaseTableNames => (int)Number("lower_case_table_names");

    /// <summary>The server's number in replication.</summary>
    public long ServerId => Number("server_id");

    /// <summary>The server's own identity, made with its data directory; null on versions that have none.</summary>
    public string? ServerUid => Optional("server_uid");

    /// <summary>The process file of the server.</summary>
    public string PidFile => Resolve("pid_file");

    /// <summary>The host name the server sees.</summary>
    public string HostName => Text("hostname", "");

    /// <summary>The port the server listens on; 0 for none.</summary>
    public int Port => (int)Number("port");

    /// <summary>The socket the server listens on.</summary>
    public string Socket => Resolve("socket");

    /// <summary>Where the server looks for its plugins.</summary>
    public string PluginDirectory => Text("plugin_dir");

    /// <summary>Whether replication by Galera is on.</summary>
    public bool WsrepOn => Flag("wsrep_on");

    /// <summary>Whether performance_schema is on.</summary>
    public bool PerformanceSchema => Flag("performance_schema");

    /// <summary>Reads all global variables.</summary>
    /// <exception cref="ServerException">The server refuses.</exception>
    public static ServerVariables Read(ServerSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return new ServerVariables(session.Query("SHOW GLOBAL VARIABLES").Select(
            row => KeyValuePair.Create(row[0] ?? "", row[1] ?? "")));
    }

    /// <summary>Whether the server has the variable.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out string? value) => _values.TryGetValue(name, out value);

    private string? Optional(string name) => _values.GetValueOrDefault(name);

    private string Text(string name) => Optional(name) ?? throw Missing(name);

    private string Text(string name, string whenMissing) => Optional(name) ?? whenMissing;

    private bool Flag(string name) =>
        Optional(name) is { } value && (value == "1" || value.Equals("ON", StringComparison.OrdinalIgnoreCase));

    private long Number(string name)
    {
        var text = Text(name);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FailureException(
                FailureKind.Failed, $"the server's variable {name} should be a number but is \"{text}\"");
    }

    private string? OptionalPath(string name) =>
        Optional(name) is { Length: > 0 } path ? FromDataDirectory(path) : null;

    private string Resolve(string name) => FromDataDirectory(Text(name));

    private string FromDataDirectory(string path) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(DataDirectory, path)));

    private static FailureException Missing(string name) => name.StartsWith("innodb_", StringComparison.Ordinal)
        ? new(
            FailureKind.Failed,
            $"the server runs without InnoDB: it has no variable {name}",
            "start it with InnoDB, even if all its tables are of other engines: the positions of a backup are InnoDB's")
        : new(FailureKind.Failed, $"the server has no variable {name}", "Is it a MariaDB 10.11 or later with InnoDB?");
}
