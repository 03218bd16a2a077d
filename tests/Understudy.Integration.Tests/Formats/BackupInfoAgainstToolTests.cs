using System.Globalization;
using System.Text;
using Understudy.Formats.BackupInfo;
using Understudy.Formats.OptionFile;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Formats;

/// <summary>What the server's own mariadb-backup writes is read, and written again byte for byte.</summary>
[Trait("Tier", "integration")]
public sealed class BackupInfoAgainstToolTests
{
    [Theory]
    [InlineData("10.11", "plain")]
    [InlineData("10.11", "encrypted")]
    [InlineData("10.11", "key file only")]
    [InlineData("11.8", "plain")]
    [InlineData("11.8", "encrypted")]
    public void Files_OfTheTool_AreReadAndWrittenAgain(string number, string kind)
    {
        using var directory = new TemporaryDirectory();
        var keys = directory["keys.txt"];
        File.WriteAllText(keys, "1;a7addd9adea9978fda19f21e6be987880e68ac92632ca052e5bb42b1a506939a\n");
        using var server = MariaDbServer.Start(MariaDbRelease.Find(number), Arguments(kind, keys));
        server.Execute(
            "CREATE DATABASE d",
            "CREATE TABLE d.t (a INT)",
            "CHANGE MASTER 'one' TO MASTER_HOST='127.0.0.1', MASTER_PORT=1, "
            + "MASTER_LOG_FILE='b.000003', MASTER_LOG_POS=77",
            "CHANGE MASTER 'two' TO MASTER_HOST='127.0.0.1', MASTER_PORT=2, "
            + "MASTER_LOG_FILE='c.000001', MASTER_LOG_POS=4");
        var backup = directory["backup"];
        using var tool = new StockTool(server.Release).StartBackup(server, backup, "--slave-info", "--history=a name");
        tool.WaitForEnd(TimeSpan.FromMinutes(3)).Succeeded();

        var version = number.Split('.').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var names = MetadataFileNames.ForServer(version[0], version[1]);
        string Read(string name) => File.ReadAllText(Path.Combine(backup, name));
        Assert.True(BackupCheckpoints.TryParse(Read(names.Checkpoints), out var checkpoints, out var whyNot), whyNot);
        Assert.Equal(Read(names.Checkpoints), checkpoints.ToText());
        var info = BackupInfoFile.Parse(Read(names.Info));
        Assert.Equal(Read(names.Info), info.ToText());
        Assert.Equal("a name", info.Name);
        Assert.Equal(checkpoints.To.ToString(), info.InnodbToLsn);
        Assert.Equal(Rewrite(Read(MetadataFileNames.BackupMyCnf)), Read(MetadataFileNames.BackupMyCnf));
        var positions = new ReplicaPosition[] { new("one", false, "b.000003", 77), new("two", false, "c.000001", 4) };
        Assert.Equal(new ReplicaInfo(string.Empty, positions).ToText(), Read(names.ReplicaInfo));
        if (kind == "encrypted")
        {
            Assert.True(BinlogInfo.TryParse(Read(names.BinlogInfo), out var binlog));
            Assert.Equal(binlog.ToText(), Read(names.BinlogInfo));
            Assert.Equal(
                BackupInfoFile.FormatBinlogPosition(binlog.File, binlog.Position, binlog.Gtid ?? string.Empty),
                info.BinlogPosition);
        }
        else
        {
            Assert.False(File.Exists(Path.Combine(backup, names.BinlogInfo)));
        }
    }

    private static string[] Arguments(string kind, string keys) => kind switch
    {
        "encrypted" =>
        [
            "--log-bin=binlog", "--server-id=3", "--plugin-load-add=file_key_management",
            $"--file-key-management-filename={keys}", "--innodb-encrypt-log=ON", "--innodb-encrypt-tables=FORCE",
        ],
        "key file only" => ["--plugin-load-add=file_key_management", $"--file-key-management-filename={keys}"],
        _ => ["--innodb-compression-level=3"],
    };

    private static string Rewrite(string text)
    {
        var content = OptionFileReader.Parse(Encoding.UTF8.GetBytes(text));
        Assert.Null(content.Error);
        var values = content.OptionsOf("mysqld")
            .ToDictionary(entry => entry.Name, entry => entry.Value ?? string.Empty);
        var variables = values
            .Where(pair => pair.Key.StartsWith("file_key_management", StringComparison.Ordinal))
            .ToList();
        return new BackupMyCnf
        {
            DataFilePath = values["innodb_data_file_path"],
            LogFileSizeBytes = ulong.Parse(values["innodb_log_file_size"], CultureInfo.InvariantCulture),
            PageSizeBytes = uint.Parse(values["innodb_page_size"], CultureInfo.InvariantCulture),
            UndoTablespaces = uint.Parse(values["innodb_undo_tablespaces"], CultureInfo.InvariantCulture),
            CompressionLevel = uint.Parse(values["innodb_compression_level"], CultureInfo.InvariantCulture),
            Encryption = values.TryGetValue("plugin_load", out var load)
                ? new BackupMyCnfEncryption(
                    values["plugin_dir"],
                    load,
                    variables,
                    values.GetValueOrDefault("innodb_encrypt_log") == "1",
                    values.GetValueOrDefault("innodb_encrypt_tables", string.Empty))
                : null,
        }.ToText();
    }
}
