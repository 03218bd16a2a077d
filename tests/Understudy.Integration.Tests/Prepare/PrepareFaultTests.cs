using Understudy.Formats;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Prepare;

/// <summary>What is wrong with a backup, or with the disk, ends a prepare with a message that says so; nothing is made silently wrong.</summary>
[Trait("Tier", "integration")]
public sealed class PrepareFaultTests(PreparableBackup backup) : IClassFixture<PreparableBackup>
{
    private const string LogName = "ib_logfile0";
    private const string TableName = "f/i.ibd";
    private const string ManifestName = "understudy.json";
    private const int PageBytes = 16384;
    private const int LogStart = 12288;

    [Fact]
    public void Run_AnyByteOfTheLogFlipped_FailsAndNamesTheLsnOrMakesTheSamePages()
    {
        var copy = backup.Copy("flipped");
        File.Delete(Path.Combine(copy, ManifestName));
        var logPath = Path.Combine(copy, LogName);
        var log = File.ReadAllBytes(logPath);
        string[] data = [Path.Combine(copy, TableName), Path.Combine(copy, "ibdata1")];
        var times = Array.ConvertAll(data, File.GetLastWriteTimeUtc);
        int[] places = [.. Enumerable.Range(0, 512), .. Enumerable.Range(4096, 64), .. Enumerable.Range(LogStart, log.Length - LogStart)];
        Assert.InRange(places.Length, 1500, 20_000);
        foreach (var place in places)
        {
            var damaged = log.ToArray();
            damaged[place] ^= (byte)(1 << (place % 8));
            File.WriteAllBytes(logPath, damaged);
            var e = Assert.Throws<FailureException>(() => PreparableBackup.Run(copy));
            Assert.Equal(FailureKind.Damaged, e.Kind);
            Assert.Contains(LogName, e.Message, StringComparison.Ordinal);
            Assert.True(place < LogStart || e.Message.Contains("LSN", StringComparison.Ordinal), $"byte {place}: {e.Message}");
        }

        Assert.Equal(times, Array.ConvertAll(data, File.GetLastWriteTimeUtc));

        // Nobody reads what lies between header and checkpoints, or the second checkpoint while it is not valid.
        foreach (var place in (int[])[600, 4096 + 64, 8192, 8192 + 63, LogStart - 1])
        {
            log[place] ^= 1;
        }

        File.WriteAllBytes(logPath, log);
        PreparableBackup.Run(copy);
        backup.AssertSame(copy);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(700, true)]
    [InlineData(700, false)]
    [InlineData(1800, true)]
    public void Run_LogCut_IsRefused(int bytes, bool withManifest)
    {
        var copy = backup.Copy($"cut-{bytes}-{withManifest}");
        using (var file = File.OpenWrite(Path.Combine(copy, LogName)))
        {
            file.SetLength(file.Length - bytes);
        }

        RemoveManifest(copy, !withManifest);
        AssertRefused(copy, FailureKind.Damaged, LogName, "LSN");
    }

    [Fact]
    public void Prepared_AServerStarted_FindsNothingToRecoverAndRollsBackWhatWasOpen()
    {
        using var server = MariaDbServer.StartOn(backup.CopyTo(backup.Prepared, "started"), MariaDbRelease.V10_11);
        using var session = server.Connect();
        session.Execute("SET SESSION TRANSACTION ISOLATION LEVEL READ UNCOMMITTED");
        Deadline.WaitFor("the open transaction to be rolled back", TimeSpan.FromMinutes(2), () =>
            session.Query("SELECT COUNT(*) FROM f.i WHERE t = 'open'")[0][0] == "0");
        Assert.Equal("1", server.QueryScalar("SELECT COUNT(*) FROM f.i WHERE t = 'closed'"));
        Assert.Empty(TableCheck.FindDamage(server));
        server.Stop();
        string[] complaints = ["[ERROR]", "crash recovery", "corrupt", "not shut down"];
        var complained = File.ReadLines(server.ErrorLogPath)
            .Where(line => complaints.Any(c => line.Contains(c, StringComparison.OrdinalIgnoreCase)));
        Assert.True(!complained.Any(), string.Join('\n', complained));
    }

    [Fact]
    public void Run_TableOfTheManifestMissing_IsRefused()
    {
        var copy = backup.Copy("missing");
        File.Delete(Path.Combine(copy, TableName));
        AssertRefused(copy, FailureKind.BackupMissing, $"{TableName} is missing");
    }

    [Fact]
    public void Run_TableMissingWithoutManifest_IsToldOf()
    {
        var copy = backup.Copy("missing-unknown");
        File.Delete(Path.Combine(copy, TableName));
        RemoveManifest(copy, true);
        var partial = backup.CopyTo(copy, "missing-partial");
        var info = Path.Combine(partial, "xtrabackup_info");
        File.WriteAllText(info, File.ReadAllText(info).Replace("partial = N", "partial = Y", StringComparison.Ordinal));

        var result = PreparableBackup.Run(copy);
        Assert.Contains(TableName, result.TablespacesWithoutFile);
        Assert.Contains(TableName + " is lost", Assert.Single(result.Warnings), StringComparison.Ordinal);
        result = PreparableBackup.Run(partial);
        Assert.Contains(TableName, result.TablespacesWithoutFile);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void Run_SystemTablespaceMissing_IsRefused()
    {
        var copy = backup.Copy("missing-system");
        File.Delete(Path.Combine(copy, "ibdata1"));
        RemoveManifest(copy, true);
        AssertRefused(copy, null, "ibdata1");
    }

    [Fact]
    public void Run_PagesDamaged_NamesOneOfThem()
    {
        var copy = backup.Copy("pages");
        var path = Path.Combine(copy, TableName);
        var table = File.ReadAllBytes(path);
        for (var place = PageBytes + 200; place < table.Length; place += PageBytes)
        {
            table[place] ^= 0x10;
        }

        File.WriteAllBytes(path, table);
        AssertRefused(copy, FailureKind.Damaged, $"{TableName}: page ", "is damaged");
        Assert.Equal(table, File.ReadAllBytes(path));
    }

    [Fact]
    public void Run_KeyFileUnusable_IsRefused()
    {
        var copy = backup.Copy("keys");
        var junk = backup.Place["junk"];
        File.WriteAllText(junk, "1;not hexadecimal\n");
        foreach (var file in (string[])[backup.Place["no-such-file"], junk])
        {
            var result = UnderstudyProgram.Run("prepare", copy, $"--encryption-key-file={file}");
            Assert.True(result.ExitCode is > 0 and < 70, result.ErrorOutput);
            Assert.Contains(file, result.ErrorOutput, StringComparison.Ordinal);
        }

        PreparableBackup.Run(copy);
        backup.AssertSame(copy);
    }

    [Fact]
    public void Run_DiskFull_SaysSoAndSucceedsWhenThereIsRoom()
    {
        using var place = new TemporaryDirectory();
        Directory.CreateDirectory(place["full"]);
        RunningProgram.Run("mount", ["-t", "tmpfs", "-o", "size=32m", "tmpfs", place["full"]]).Succeeded();
        try
        {
            var copy = backup.CopyTo(backup.Good, place["full/backup"]);
            var filler = place["full/filler"];
            RunningProgram.Run("dd", ["if=/dev/zero", $"of={filler}", "bs=4096"]); // until it is full
            using (var file = File.OpenWrite(filler))
            {
                file.SetLength(file.Length - (80 << 10)); // the manifest finds room, the originals of all pages do not
            }

            var result = UnderstudyProgram.Run("prepare", copy);
            Assert.True(result.ExitCode == 1, result.ErrorOutput);
            Assert.Contains("No space left on device", result.ErrorOutput, StringComparison.Ordinal);
            Assert.Contains("HINT: make room, and prepare again", result.ErrorOutput, StringComparison.Ordinal);
            Assert.False(File.Exists(Path.Combine(copy, ManifestName)), "half prepared, and still called a backup");

            File.Delete(filler);
            PreparableBackup.Run(copy);
            backup.AssertSame(copy);
            Assert.True(File.Exists(Path.Combine(copy, ManifestName)));
        }
        finally
        {
            RunningProgram.Run("umount", [place["full"]]).Succeeded();
        }
    }

    private static void AssertRefused(string directory, FailureKind? kind, params string[] parts)
    {
        var e = Assert.Throws<FailureException>(() => PreparableBackup.Run(directory));
        Assert.Equal(kind ?? e.Kind, e.Kind);
        Assert.All(parts, part => Assert.Contains(part, e.Message, StringComparison.Ordinal));
    }

    private static void RemoveManifest(string directory, bool remove)
    {
        if (remove)
        {
            File.Delete(Path.Combine(directory, ManifestName));
        }
    }
}
