using Understudy.Integration.Tests.Configurations;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Increments;

/// <summary>The LSN of a page can be read without its key; merging writes pages as they are, and only the log needs the keys.</summary>
public sealed class EncryptedIncrementTests
{
    private const string Keys = "1;00112233445566778899aabbccddeeff\n";

    [Fact]
    public void EncryptedAndPackedPages_InTheOldFormat_AreMerged()
    {
        using var place = new TemporaryDirectory();
        File.WriteAllText(place["keys"], Keys);
        var options = new MariaDbServerOptions
        {
            Release = MariaDbRelease.V11_8,
            InstallArguments = ["--innodb-checksum-algorithm=crc32"],
            Arguments =
            [
                "--plugin-load-add=file_key_management", $"--loose-file-key-management-filename={place["keys"]}",
                "--innodb-encrypt-log=ON", "--innodb-encrypt-tables=ON", "--innodb-encryption-threads=2",
            ],
        };
        using var source = MariaDbServer.Start(options);
        source.Execute("CREATE DATABASE d");
        foreach (var (table, form) in ((string, string)[])[("packed", "PAGE_COMPRESSED=1"), ("zip", "ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=4"), ("t", "")])
        {
            RoundTrip.Execute(
                source,
                "d",
                $"CREATE TABLE {table} (id INT PRIMARY KEY, v TEXT) ENGINE=InnoDB ENCRYPTED=YES {form}",
                $"INSERT INTO {table} SELECT seq, REPEAT(MD5(seq), 10) FROM seq_1_to_3000");
        }

        var tools = new IncrementTools(options.Release);
        IncrementScript.Flush(source);
        tools.BackUp(stock: false, source, place["full"]).Succeeded();
        foreach (var table in (string[])["packed", "zip", "t"])
        {
            RoundTrip.Execute(source, "d", $"UPDATE {table} SET v = 'changed' WHERE id % 9 = 0");
        }

        IncrementScript.Flush(source);
        IncrementScript.DoNotFlush(source);
        RoundTrip.Execute(source, "d", "DELETE FROM packed WHERE id % 5 = 0", "DELETE FROM zip WHERE id % 5 = 0");
        tools.BackUp(stock: false, source, place["increment"], place["full"]).Succeeded();
        UnderstudyProgram.Run(
            "mariadb-backup", "--no-defaults", "--backup", "--extended-validation", $"--target-dir={place["validated"]}", $"--socket={source.SocketPath}", "--user=root")
            .Succeeded();
        var expected = ServerState.Capture(source);
        source.Stop();

        tools.Prepare(stock: false, place["full"], place["increment"]).Succeeded();
        UnderstudyProgram.Run("restore", place["full"], "--datadir", place["restored"]).Succeeded();
        using var restored = MariaDbServer.Start(options with { DataDirectory = place["restored"] });
        RoundTrip.AssertEqual(expected, restored);
    }
}
