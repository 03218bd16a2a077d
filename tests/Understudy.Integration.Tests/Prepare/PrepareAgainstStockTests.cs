using System.Globalization;
using Understudy.Engine;
using Understudy.Engine.Prepare;
using Understudy.Formats.InnoDb.Encryption;
using Understudy.PageCompare;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Prepare;

/// <summary>
/// What our prepare leaves of a backup is what mariadb-backup leaves of it, page for page, also when it was killed again and again;
/// and a server takes the one as it takes the other.
/// </summary>
[Trait("Tier", "integration")]
public sealed class PrepareAgainstStockTests
{
    private const int OverheadMegabytes = 100;

    private static readonly TimeSpan LoadTime = TimeSpan.FromSeconds(6);

    [Theory]
    [InlineData("10.11", 16, "", 256)]
    [InlineData("10.11", 4, "cbc everything legacy", 16)]
    [InlineData("11.8", 16, "cbc", 24)]
    [InlineData("11.8", 64, "ctr legacy", 64)]
    public void Prepare_OfAStockBackupUnderLoad_LeavesWhatTheStockToolLeaves(
        string number, int pageKilobytes, string features, int memoryMegabytes)
    {
        using var work = new TemporaryDirectory();
        var mode = features.Contains("ctr", StringComparison.Ordinal) ? EncryptionMode.Ctr : EncryptionMode.Cbc;
        var keyFile = features.Contains("cbc", StringComparison.Ordinal) || mode == EncryptionMode.Ctr ? work["keys"] : null;
        var stock = MakeBackup(work, number, pageKilobytes, features, keyFile, mode);
        RunningProgram.Run("/bin/cp", ["-a", work["backup"], work["ours"]]).Succeeded();
        RunningProgram.Run("/bin/cp", ["-a", work["backup"], work["killed"]]).Succeeded();
        stock.Prepare(work["backup"], "--use-memory=256M").Succeeded();

        var result = PrepareOperation.Run(
            new PrepareOptions { Directory = work["ours"], UseMemoryBytes = (long)memoryMegabytes << 20, Parallel = 3 },
            new OperationProgress(),
            CancellationToken.None);
        Assert.False(result.WasPrepared);
        Assert.True(result.PagesChanged > 300, $"only {result.PagesChanged} pages changed");
        AssertSame(work["backup"], work["ours"], keyFile, mode);

        var kills = KillUntilDone(work["killed"], memoryMegabytes, out var peakMegabytes);
        Assert.True(kills > 3, $"killed only {kills} times");
        Assert.InRange(peakMegabytes, 20, memoryMegabytes + OverheadMegabytes);
        AssertSame(work["backup"], work["killed"], keyFile, mode);

        Assert.True(PrepareOperation.Run(
            new PrepareOptions { Directory = work["ours"] }, new OperationProgress(), CancellationToken.None).WasPrepared);
        PreparedServer.AssertChecksums(MariaDbRelease.Find(number), work["ours"], pageKilobytes);
        var options = MixedServer.Options(number, pageKilobytes, features, keyFile, mode);
        foreach (var directory in (string[])[work["ours"], work["backup"]])
        {
            PreparedServer.AssertIsSound(options with { DataDirectory = directory });
        }
    }

    private static StockTool MakeBackup(
        TemporaryDirectory work, string number, int pageKilobytes, string features, string? keyFile, EncryptionMode mode)
    {
        using var server = MixedServer.Start(number, pageKilobytes, features, keyFile, mode);
        using var load = new MixedLoad(server, keyFile is not null, MixedServer.KeyBlockSizes(pageKilobytes));
        load.Start();
        Thread.Sleep(LoadTime);
        var stock = new StockTool(server.Release);
        using var backup = stock.StartBackup(server, work["backup"], []);
        backup.WaitForEnd(TimeSpan.FromMinutes(5)).Succeeded();
        load.Stop();
        return stock;
    }

    private static int KillUntilDone(string directory, int memoryMegabytes, out long peakMegabytes)
    {
        long peak = 0;
        for (var kills = 0; ; kills++)
        {
            using var program = UnderstudyProgram.Start(
                ["prepare", directory, $"--use-memory={memoryMegabytes}M"]);
            var wait = TimeSpan.FromMilliseconds(200 * Math.Pow(1.25, kills));
            if (!Deadline.TryWaitFor(wait, () => HasEnded(program, ref peak)))
            {
                program.Signal(Signals.Kill);
                program.WaitForEnd(TimeSpan.FromSeconds(30));
                continue;
            }

            var result = program.WaitForEnd(TimeSpan.FromSeconds(30));
            Assert.True(result.ExitCode is 0 or 3, result.ErrorOutput);
            peakMegabytes = peak >> 10;
            return kills;
        }
    }

    // The most memory that it ever had, as the kernel keeps it, in KiB.
    private static bool HasEnded(RunningProgram program, ref long peak)
    {
        try
        {
            var line = File.ReadLines($"/proc/{program.ProcessId}/status")
                .FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            peak = line is null ? peak : Math.Max(peak, long.Parse(line["VmHWM:".Length..^"kB".Length], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            // It has ended.
        }

        return program.HasEnded;
    }

    private static void AssertSame(string expected, string found, string? keyFile, EncryptionMode mode)
    {
        var keys = keyFile is null ? EncryptionKeys.None : KeyFile.Read(File.ReadAllBytes(keyFile), [], mode);
        var report = DirectoryComparison.Run(expected, found, keys);
        Assert.True(report.DifferenceCount == 0, string.Join('\n', report.Differences.Append(report.Summary)));
        Assert.True(report.SamePages > 1000, report.Summary);
    }
}
