using Understudy.Integration.Tests.Configurations;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Faces;

/// <summary>Where files go, what is left out, and what is refused: both programs put back the same prepared backup.</summary>
public sealed class CopyBackRulesTests
{
    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void PutBack_ByTheRules_IsWhatTheStockToolDoes(string version)
    {
        using var bed = new FaceBed(version);
        var expected = ServerState.Capture(bed.Server);
        var backup = bed.Place["backup"];
        bed.BackUp(bed.Ours, backup);
        bed.Server.Stop();
        Directory.Move(bed.Place["remote"], bed.Place["remote of the source"]);
        RefuseBeforeItIsPrepared(bed, backup);
        FaceBed.RequireDone(bed.Ours.Run("--prepare", $"--target-dir={backup}"));
        RefuseWhatIsNotWhole(bed, backup);
        AddStrangeFiles(backup);

        CompareRefusals(bed, backup);
        ComparePlaces(bed, backup);
        MoveAndStart(bed, backup, expected);
    }

    // The stock tool copies it and says nothing.
    private static void RefuseBeforeItIsPrepared(FaceBed bed, string backup)
    {
        var result = FaceBed.RequireDone(bed.Ours.Run("--no-defaults", "--copy-back", $"--target-dir={backup}", $"--datadir={bed.Place["unprepared"]}"));
        Assert.Contains("IS NOT A PREPARED BACKUP", result.ErrorOutput, StringComparison.Ordinal);
        Directory.Delete(bed.Place["remote"], recursive: true);
    }

    // The stock tool looks at none of this.
    private static void RefuseWhatIsNotWhole(FaceBed bed, string backup)
    {
        foreach (var (what, change) in new (string, Action<string>)[]
        {
            ("is damaged", copy => Change($"{copy}/b@002dc/m.MYD")),
            ("is missing or not of its size", copy => File.Delete($"{copy}/b@002dc/m.MYD")),
            ("was stopped half way", copy => File.WriteAllText($"{copy}/understudy_prepare.0.journal", "")),
            ("has no file ib_logfile0", copy => File.Delete($"{copy}/ib_logfile0")),
        })
        {
            var copy = FaceBed.Copy(backup, bed.Place["not-whole"]);
            change(copy);
            var result = bed.Ours.Run("--no-defaults", "--copy-back", $"--target-dir={copy}", $"--datadir={copy}-data");
            Assert.Equal(1, result.ExitCode);
            Assert.Contains(what, result.ErrorOutput, StringComparison.Ordinal);
            Assert.DoesNotContain("completed OK!", result.ErrorOutput, StringComparison.Ordinal);
            Assert.False(File.Exists($"{copy}-data/ib_logfile0"), "a server would start on it");
            foreach (var left in ((string[])[copy, $"{copy}-data", bed.Place["remote"]]).Where(Directory.Exists))
            {
                Directory.Delete(left, recursive: true);
            }
        }
    }

    private static void Change(string path)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        var last = file.Length - 1;
        file.Position = last;
        var value = file.ReadByte();
        file.Position = last;
        file.WriteByte((byte)(value ^ 1));
    }

    private static void AddStrangeFiles(string backup)
    {
        foreach (var name in (string[])["x.qp", "x.pmap", "x.tmp", "xtrabackup_binary", "other_checkpoints", "ib_buffer_pool", "notes.txt", "a/x.qp", "a/notes.txt"])
        {
            File.WriteAllText(Path.Combine(backup, name), name);
        }

        Directory.CreateDirectory(Path.Combine(backup, "a/deeper"));
        File.WriteAllText(Path.Combine(backup, "a/deeper/file"), "");
    }

    private static void CompareRefusals(FaceBed bed, string backup)
    {
        foreach (var program in bed.Both)
        {
            var used = Directory.CreateDirectory(bed.Place[$"used-{program.Name}"]).FullName;
            File.WriteAllText(Path.Combine(used, "stranger"), "stays");
            var result = program.Run("--no-defaults", "--copy-back", $"--target-dir={backup}", $"--datadir={used}");
            Assert.Equal(1, result.ExitCode);
            Assert.Contains($"Original data directory {used} is not empty!", result.ErrorOutput, StringComparison.Ordinal);

            File.WriteAllText(Path.Combine(used, "ibdata1"), "stays");
            result = program.Run("--no-defaults", "--copy-back", "--force-non-empty-directories", $"--target-dir={backup}", $"--datadir={used}");
            Assert.Equal((1, "stays"), (result.ExitCode, File.ReadAllText(Path.Combine(used, "ibdata1"))));
            Assert.DoesNotContain("completed OK!", result.ErrorOutput, StringComparison.Ordinal);
        }

        Assert.Equal(["ibdata1", "stranger"], FaceBed.List(bed.Place["used-ours"]));
    }

    private static void ComparePlaces(FaceBed bed, string backup)
    {
        foreach (var program in bed.Both)
        {
            var root = bed.Place[$"places-{program.Name}"];
            Directory.CreateDirectory($"{root}/data/stranger");
            File.WriteAllText($"{root}.cnf", $"[mysqld]\ndatadir={root}/data\ninnodb_data_home_dir={root}/home\n[mariadb]\ninnodb_log_group_home_dir={root}/log\n"
                + $"[server]\ninnodb_undo_directory={root}/undo\naria_log_dir_path={root}/aria\n");
            foreach (var name in (string[])["home", "log", "undo", "aria"])
            {
                Directory.CreateDirectory($"{root}/{name}");
            }

            FaceBed.RequireDone(program.Run(
                $"--defaults-file={root}.cnf", "--copy-back", "--force-non-empty-directories", $"--target-dir={backup}", "--innodb-buffer-pool-filename=ib_buffer_pool"));
            Directory.Delete(bed.Place["remote"], recursive: true);
        }

        Assert.Equal(FaceBed.List(bed.Place["places-stock"]), FaceBed.List(bed.Place["places-ours"]));
        foreach (var name in FaceBed.List(bed.Place["places-ours"]).Where(name => name.StartsWith("data/", StringComparison.Ordinal)))
        {
            Assert.Equal(
                (name, File.GetUnixFileMode($"{bed.Place["places-stock"]}/{name}")), (name, File.GetUnixFileMode($"{bed.Place["places-ours"]}/{name}")));
        }
    }

    private static void MoveAndStart(FaceBed bed, string backup, ServerState expected)
    {
        foreach (var program in bed.Both)
        {
            var copy = FaceBed.Copy(backup, bed.Place[$"moved-{program.Name}"]);
            FaceBed.RequireDone(program.Run("--no-defaults", $"--target-dir={copy}", $"--datadir={copy}-data", "--move-back"));
            if (program == bed.Stock)
            {
                Directory.Delete(bed.Place["remote"], recursive: true);
            }
        }

        // What stays is the same, but for files of the program itself.
        Assert.Equal(FaceBed.List(bed.Place["moved-stock"]), FaceBed.List(bed.Place["moved-ours"]));
        Assert.Equal(FaceBed.List(bed.Place["moved-stock-data"]), FaceBed.List(bed.Place["moved-ours-data"]));
        Assert.False(File.Exists(bed.Place["moved-ours/understudy.json"]), "a directory that was moved away is still taken for a backup");
        using var restored = MariaDbServer.Start(new MariaDbServerOptions
        {
            Release = bed.Release, DataDirectory = bed.Place["moved-ours-data"], Arguments = ["--innodb-undo-tablespaces=2"],
        });
        RoundTrip.AssertEqual(expected, restored);
    }
}
