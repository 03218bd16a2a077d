using Understudy.Cli.Faces.MariaDbBackup.CommandLine;

namespace Understudy.Cli.Tests.Faces.MariaDbBackup;

public sealed class FaceOptionsTests
{
    // As --help of 10.11.19 and 11.8.6 lists them, with the two that help leaves out; and one of old scripts, which both refuse.
    private const string InBoth = """
        verbose version target-dir backup prepare export print-param use-memory throttle log log-copy-interval extra-lsndir incremental-lsn
        incremental-basedir incremental-dir tables tables-file databases databases-file tables-exclude databases-exclude stream compress
        compress-threads compress-chunk-size incremental-force-scan close-files core-file copy-back move-back galera-info slave-info no-lock
        safe-slave-backup rsync no-backup-locks force-non-empty-directories no-version-check decompress user host port password protocol socket
        incremental-history-name incremental-history-uuid remove-original ftwrl-wait-query-type kill-long-query-type history
        kill-long-queries-timeout ftwrl-wait-timeout startup-wait-timeout ftwrl-wait-threshold safe-slave-backup-timeout binlog-info secure-auth
        log-innodb-page-corruption ssl ssl-ca ssl-capath ssl-cert ssl-cipher ssl-key ssl-crl ssl-crlpath tls-version ssl-verify-server-cert
        datadir tmpdir parallel extended-validation encrypted-backup log-bin innodb innodb-adaptive-hash-index innodb-autoextend-increment
        innodb-data-file-path innodb-data-home-dir innodb-doublewrite innodb-io-capacity innodb-file-io-threads innodb-read-io-threads
        innodb-write-io-threads innodb-file-per-table innodb-flush-method innodb-log-buffer-size innodb-log-file-mmap innodb-log-file-buffering
        innodb-log-file-size innodb-log-group-home-dir innodb-log-write-ahead-size innodb-max-dirty-pages-pct innodb-use-native-aio
        innodb-linux-aio innodb-page-size innodb-buffer-pool-filename innodb-checksum-algorithm innodb-undo-directory innodb-undo-tablespaces
        innodb-compression-level defaults-group plugin-dir aria-log-dir-path open-files-limit lock-ddl-per-table rocksdb-datadir rocksdb-backup
        check-privileges innodb-force-recovery innodb-log-checkpoint-now mysqld-args help innobackupex
        """;

    private const string Only1011 = "login-path apply-log";
    private const string Only101 = "apply-log-only";
    private const string Only118 = "ssl-fp ssl-fplist innodb-data-file-buffering innodb-data-file-write-through";

    [Fact]
    public void Table_OfAllReleases_HasTheirOptionsAndNoOthers()
    {
        Assert.Equal(Sorted(InBoth), Sorted(FaceOptions.All.Where(o => o.OnlyIn is null)));
        Assert.Equal(Sorted(Only101), Sorted(FaceOptions.All.Where(o => o.OnlyIn == "10.1")));
        Assert.Equal(Sorted(Only1011), Sorted(FaceOptions.All.Where(o => o.OnlyIn == "10.11")));
        Assert.Equal(Sorted(Only118), Sorted(FaceOptions.All.Where(o => o.OnlyIn == "11.8")));
    }

    [Fact]
    public void Table_EveryOption_SaysWhatBecomesOfIt() => Assert.All(FaceOptions.All, option => Assert.NotEmpty(option.Note));

    [Fact]
    public void Table_Defaults_CanBeRead() => Assert.All(
        FaceOptions.All.Where(option => option.Default is not null),
        option => Assert.True(option.IsNumber ? FaceNumber.TryParse(option.Default!, out _, out _) : !option.IsChoice || option.Choices.Contains(option.Default!)));

    [Fact]
    public void Table_Aliases_NameOptions() => Assert.All(
        FaceOptions.All.Where(option => option.AliasOf is not null), option => Assert.NotNull(FaceOptions.Find(option.AliasOf!)));

    private static string[] Sorted(string names) => [.. names.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    private static string[] Sorted(IEnumerable<FaceOption> options) => [.. options.Select(o => o.Name).Order(StringComparer.Ordinal)];
}
