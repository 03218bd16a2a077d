using Understudy.Integration.Tests.Configurations;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Faces;

/// <summary>The command lines of programs that call the stock tool, as they are. Those with a stream are tested with the streams.</summary>
public sealed class CallersTests
{
    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void KnownCallers_FromBackupToServer_Succeed(string version)
    {
        using var bed = new FaceBed(version);
        bed.Server.Execute("CREATE USER backup@'%' IDENTIFIED BY 'se cret'", "GRANT ALL ON *.* TO backup@'%'");
        var expected = ServerState.Capture(bed.Server);

        WrapperWithOptionFile(bed);
        WrapperWithPassword(bed);
        OverTcp(bed);
        DefaultDirectory(bed);
        bed.Server.Stop();
        Directory.Move(bed.Place["remote"], bed.Place["remote of the source"]);
        JoiningNode(bed);
        Image(bed, expected);
    }

    // An option file for the backup, which is named in the prepare too; joined output of --version.
    private static void WrapperWithOptionFile(FaceBed bed)
    {
        var file = bed.Place["my.cnf"];
        File.WriteAllText(file, $"[client]\nuser=root\nsocket={bed.Server.SocketPath}\n[mysqld]\nwsrep_on=OFF\ninnodb_buffer_pool_size=64M\n[mariabackup]\nparallel=2\n");
        FaceBed.RequireDone(bed.Ours.Run($"--defaults-file={file}", "--backup", $"--tmpdir={bed.Place.Path}", "--slave-info", $"--target-dir={bed.Place["optionfile"]}"));
        var result = FaceBed.RequireDone(bed.Ours.Run($"--defaults-file={file}", "--prepare", $"--target-dir={bed.Place["optionfile"]}"));
        Assert.EndsWith("completed OK!\n", result.ErrorOutput, StringComparison.Ordinal);
    }

    // Connection options that a prepare does not need; the LSN directory.
    private static void WrapperWithPassword(FaceBed bed)
    {
        var directory = bed.Place["password"];
        FaceBed.RequireDone(bed.Ours.Run(
            "--backup", "--user=backup", "--password=se cret", "--host=127.0.0.1", $"--port={bed.Server.Port}", $"--extra-lsndir={bed.Place["lsn"]}", "--target-dir", directory));
        FaceBed.RequireDone(bed.Ours.Run("--prepare", "--target-dir", directory, "--user=backup", "--password=se cret"));
        Assert.True(File.Exists($"{bed.Place["lsn"]}/{bed.Release.BackupFilePrefix}checkpoints"));
    }

    private static void OverTcp(FaceBed bed)
    {
        var environment = new Dictionary<string, string?> { ["MYSQL_PWD"] = "se cret" };
        FaceBed.RequireDone(bed.Ours.RunIn(
            "/", environment, "--user=backup", "--host=127.0.0.1", $"--port={bed.Server.Port}", "--protocol=tcp", "--backup", $"--target_dir={bed.Place["tcp"]}", "--skip-ssl"));
        var result = bed.Ours.Run("--no-defaults", "--backup", "-ubackup", "-pwrong", "-H127.0.0.1", "-P", $"{bed.Server.Port}", $"--target-dir={bed.Place["wrong"]}");
        Assert.Equal(1, result.ExitCode);
        Assert.DoesNotContain("wrong", result.ErrorOutput.Replace(bed.Place["wrong"], "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    // No directory is named, and the names are relative to where the program was started.
    private static void DefaultDirectory(FaceBed bed)
    {
        foreach (var program in bed.Both)
        {
            var here = Directory.CreateDirectory(bed.Place[$"here-{program.Name}"]).FullName;
            FaceBed.RequireDone(program.RunIn(here, null, "--no-defaults", "--backup", $"--socket={bed.Server.SocketPath}", "--user=root"));
            FaceBed.RequireDone(program.RunIn(here, null, "--prepare", $"--target-dir={(bed.Release.Number == "10.11" ? "xtrabackup_backupfiles" : "mariadb_backup_files")}"));
            var missing = program.RunIn(here, null, "--no-defaults", "--backup", "--target-dir=no/parent", $"--socket={bed.Server.SocketPath}", "--user=root");
            Assert.Equal((1, false), (missing.ExitCode, Directory.Exists(Path.Combine(here, "no"))));
            var again = program.RunIn(here, null, "--no-defaults", "--backup", $"--socket={bed.Server.SocketPath}", "--user=root");
            Assert.Equal(1, again.ExitCode);
        }

        Assert.Equal(Directory.GetDirectories(bed.Place["here-stock"]).Select(Path.GetFileName), Directory.GetDirectories(bed.Place["here-ours"]).Select(Path.GetFileName));
    }

    // A node that joins a cluster gets a backup inside of its data directory.
    private static void JoiningNode(FaceBed bed)
    {
        var data = bed.Place["joiner"];
        Directory.CreateDirectory(data);
        File.WriteAllText($"{data}/wsrep_sst.pid", "1");
        FaceBed.Copy(bed.Place["tcp"], $"{data}/.sst");
        FaceBed.RequireDone(bed.Ours.Run(
            "--prepare", "--no-version-check", "--use-memory=128M", $"--target-dir={data}/.sst", $"--datadir={data}/.sst",
            "--mysqld-args", "--wsrep_on=ON", "--wsrep-new-cluster", "--innodb-log-file-size=64M", $"--datadir={data}/.sst"));
        FaceBed.RequireDone(bed.Ours.Run(
            "--no-defaults", "--move-back", "--no-version-check", "--galera-info", "--force-non-empty-directories", $"--target-dir={data}/.sst", $"--datadir={data}"));
        Assert.True(File.Exists($"{data}/ib_logfile0"));
        Assert.True(File.Exists($"{data}/a/rows.ibd"));
        Directory.Delete(bed.Place["remote"], recursive: true);
    }

    // A prepared backup, with the mode as the last option; then its option file is the server's.
    private static void Image(FaceBed bed, ServerState expected)
    {
        var init = bed.Place["optionfile"];
        FaceBed.RequireDone(bed.Ours.Run($"--target-dir={init}", $"--datadir={bed.Place["image"]}", "--move-back"));
        Assert.True(File.Exists($"{init}/backup-my.cnf"));
        using var restored = MariaDbServer.Start(new MariaDbServerOptions
        {
            Release = bed.Release, DataDirectory = bed.Place["image"], Arguments = ["--innodb-undo-tablespaces=2"],
        });
        RoundTrip.AssertEqual(expected, restored);
    }
}
