using Understudy.Testing;

namespace Understudy.Integration.Tests.Configurations;

/// <summary>Servers that encrypt everything. A backup needs no key; a restore needs the server's.</summary>
public sealed class EncryptionTests : IDisposable
{
    private const string Keys = "1;00112233445566778899aabbccddeeff\n2;ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100\n";

    private readonly TemporaryDirectory _keys = new();

    [Theory]
    [InlineData("10.11", "aes_cbc", "full_crc32")]
    [InlineData("11.8", "aes_ctr", "crc32")]
    public void EverythingEncrypted_UnderLoad_ReplaysToTheSource(string version, string mode, string algorithm)
    {
        using var trip = new RoundTrip(new MariaDbServerOptions
        {
            Release = MariaDbRelease.Find(version),
            RocksDb = true,
            InstallArguments = [$"--innodb-checksum-algorithm={algorithm}"],

            // Spatial indexes cannot be encrypted in the old format of pages.
            Arguments = [.. WorkloadOptions.SourceArguments, .. Encrypted(mode), .. algorithm == "crc32" ? ["--innodb-encrypt-tables=OFF"] : Array.Empty<string>()],
        });
        trip.Source.Execute("CREATE DATABASE secret");
        trip.ExecuteIn(
            "secret",
            "CREATE TABLE packed (id INT PRIMARY KEY, v TEXT) ENGINE=InnoDB PAGE_COMPRESSED=1 ENCRYPTED=YES ENCRYPTION_KEY_ID=2",
            "INSERT INTO packed SELECT seq, REPEAT(MD5(seq), 20) FROM seq_1_to_2000",
            "CREATE TABLE zip (id INT PRIMARY KEY, v TEXT) ENGINE=InnoDB ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=4 ENCRYPTED=YES",
            "INSERT INTO zip SELECT * FROM packed",
            "CREATE TABLE plain (id INT PRIMARY KEY, v TEXT) ENGINE=InnoDB ENCRYPTED=NO",
            "INSERT INTO plain SELECT * FROM packed");

        // The server has read the keys; nobody else can.
        File.Move(_keys["keys"], _keys["hidden"]);
        var state = trip.BackUpUnderLoad();
        File.Move(_keys["hidden"], _keys["keys"]);

        trip.Restore("--encryption-key-file", _keys["keys"], "--encryption-algorithm", mode).Succeeded();
        trip.ProveReplayed(state);
    }

    /// <summary>What is prepared while it is taken needs the keys then, and at a restore no more.</summary>
    [Theory]
    [InlineData("10.11", "aes_ctr")]
    public void EverythingEncrypted_PreparedUnderLoad_IsRestoredWithoutKeys(string version, string mode)
    {
        using var trip = new RoundTrip(new MariaDbServerOptions
        {
            Release = MariaDbRelease.Find(version),
            RocksDb = true,
            Arguments = [.. WorkloadOptions.SourceArguments, .. Encrypted(mode)],
        });
        File.Move(_keys["keys"], _keys["hidden"]);
        var refused = trip.TryBackUp("--prepared");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("its keys cannot be read here", refused.ErrorOutput, StringComparison.Ordinal);
        Assert.False(Directory.Exists(trip.BackupDirectory));
        File.Move(_keys["hidden"], _keys["keys"]);
        var state = trip.BackUpUnderLoad("--prepared", "--stages=community");

        File.Move(_keys["keys"], _keys["hidden"]);
        Assert.Contains("nothing to do", UnderstudyProgram.Run("prepare", trip.BackupDirectory).Succeeded().ErrorOutput, StringComparison.Ordinal);
        trip.Restore().Succeeded();
        File.Move(_keys["hidden"], _keys["keys"]);
        trip.ProveReplayed(state);
    }

    /// <summary>An encrypted redo log is copied as it is, and the server applies it; with the binary log encrypted as well.</summary>
    [Theory]
    [InlineData("10.11", "aes_ctr")]
    [InlineData("11.8", "aes_cbc")]
    public void EncryptedRedoLog_IsAppliedByTheServer(string version, string mode)
    {
        using var trip = new RoundTrip(MariaDbRelease.Find(version), [.. Encrypted(mode), "--log-bin=binlog", "--encrypt-binlog=ON"]);
        trip.Source.Execute("CREATE DATABASE d");
        trip.ExecuteIn(
            "d",
            "CREATE TABLE i (id INT PRIMARY KEY, v TEXT) ENGINE=InnoDB",
            "CREATE TABLE a (id INT PRIMARY KEY, v TEXT) ENGINE=Aria TRANSACTIONAL=1",
            "CREATE TABLE n (id INT PRIMARY KEY, v TEXT) ENGINE=Aria TRANSACTIONAL=0");

        trip.BackUpWith("start-copied", () =>
        {
            foreach (var table in new[] { "i", "a", "n" })
            {
                trip.ExecuteIn("d", $"INSERT INTO {table} SELECT seq, REPEAT('secret words', 20) FROM seq_1_to_3000");
            }
        });

        Assert.DoesNotContain(
            Directory.EnumerateFiles(trip.BackupDirectory, "*", SearchOption.AllDirectories),
            path => File.ReadAllBytes(path).AsSpan().IndexOf("secret words"u8) >= 0);
        var state = ServerState.Capture(trip.Source);
        trip.Restore("--no-roll-forward").Succeeded();
        using var restored = trip.StartRestored();
        RoundTrip.AssertEqual(state, restored);
    }

    /// <summary>Encryption is switched on while a file is being copied: one file has pages of both kinds.</summary>
    [Fact]
    public void EncryptionSwitchedOn_WhileTheBackupRuns()
    {
        using var trip = new RoundTrip(new MariaDbServerOptions
        {
            Release = MariaDbRelease.V10_11,
            InstallArguments = ["--innodb-checksum-algorithm=crc32"],
            Arguments = [.. Encrypted("aes_cbc"), "--innodb-encrypt-tables=OFF"],
        });
        trip.Source.Execute("CREATE DATABASE d");
        trip.ExecuteIn(
            "d",
            "CREATE TABLE t (id INT PRIMARY KEY, v TEXT) ENGINE=InnoDB",
            "INSERT INTO t SELECT seq, REPEAT(MD5(seq), 20) FROM seq_1_to_20000",
            "FLUSH TABLES t FOR EXPORT");

        trip.BackUpWith("in-start", () => trip.Source.Execute("SET GLOBAL innodb_encrypt_tables = ON"), "--throttle=8");

        var state = ServerState.Capture(trip.Source);
        trip.Restore("--encryption-key-file", _keys["keys"]).Succeeded();
        using var restored = trip.StartRestored();
        RoundTrip.AssertEqual(state, restored);
    }

    public void Dispose() => _keys.Dispose();

    private string[] Encrypted(string mode)
    {
        File.WriteAllText(_keys["keys"], Keys);
        return
        [
            "--plugin-load-add=file_key_management", $"--loose-file-key-management-filename={_keys["keys"]}",
            $"--loose-file-key-management-encryption-algorithm={mode}",
            "--innodb-encrypt-tables=ON", "--innodb-encryption-threads=2", "--innodb-encrypt-log=ON",
            "--innodb-encrypt-temporary-tables=ON", "--aria-encrypt-tables=ON", "--encrypt-tmp-disk-tables=ON", "--encrypt-tmp-files=ON",
        ];
    }
}
