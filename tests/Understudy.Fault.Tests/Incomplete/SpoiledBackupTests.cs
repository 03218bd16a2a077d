using Understudy.Fault.Tests.Support;
using Understudy.Formats.Manifest;
using Understudy.Testing;

namespace Understudy.Fault.Tests.Incomplete;

/// <summary>A backup that is not whole is not restored, and the message says what is wrong with it.</summary>
public sealed class SpoiledBackupTests(GoodBackup good) : IClassFixture<GoodBackup>
{
    [Fact]
    public void Restore_NoManifest_IsRefused()
    {
        var copy = good.Copy("no-manifest");
        File.Delete(Path.Combine(copy, ManifestDocument.FileName));

        Backups.AssertIsNone(copy);
    }

    [Fact]
    public void Restore_NoDirectory_IsRefused() => Backups.AssertIsNone(good.Place["not-there"]);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(-1)]
    [InlineData(-2)]
    [InlineData(-80)]
    [InlineData(-1000)]
    public void Restore_ManifestCut_IsRefused(int length)
    {
        var copy = good.Copy($"cut{length}");
        using (var file = File.OpenWrite(Path.Combine(copy, ManifestDocument.FileName)))
        {
            file.SetLength(length >= 0 ? length : file.Length + length);
        }

        Backups.AssertIsNone(copy);
    }

    [Fact]
    public void Restore_ManifestWithAByteChanged_IsRefused()
    {
        var copy = good.Copy("manifest-byte");
        var path = Path.Combine(copy, ManifestDocument.FileName);
        var text = File.ReadAllText(path);
        File.WriteAllText(path, text.Replace("f/i.ibd", "f/j.ibd", StringComparison.Ordinal));

        Backups.AssertIsNone(copy);
    }

    [Theory]
    [InlineData("f/i.ibd")]
    [InlineData("f/m.MYD")]
    [InlineData("f/i.frm")]
    [InlineData("ibdata1")]
    [InlineData("ib_logfile0")]
    [InlineData("aria_log_control")]
    [InlineData("xtrabackup_checkpoints")]
    public void Restore_FileMissing_IsRefusedAndNamed(string name)
    {
        var copy = good.Copy("missing-" + name.Replace('/', '-'));
        File.Delete(Path.Combine(copy, name));

        Backups.AssertIsNone(copy);
        Backups.AssertFailed(UnderstudyProgram.Run("show", copy), 10, $"{name} is missing");
    }

    [Theory]
    [InlineData("f/i.ibd", -1)]
    [InlineData("f/m.MYD", 1)]
    [InlineData("ib_logfile0", -512)]
    [InlineData("ibdata1", 16384)]
    public void Restore_FileOfAnotherSize_IsRefusedAndNamed(string name, int change)
    {
        var copy = good.Copy("size-" + name.Replace('/', '-'));
        using (var file = File.OpenWrite(Path.Combine(copy, name)))
        {
            file.SetLength(file.Length + change);
        }

        Backups.AssertIsNone(copy);
        Backups.AssertFailed(UnderstudyProgram.Run("show", copy), 10, name, "bytes, expected");
    }

    [Theory]
    [InlineData("f/i.ibd")]
    [InlineData("f/m.MYI")]
    [InlineData("f/m.frm")]
    [InlineData("ibdata1")]
    [InlineData("ib_logfile0")]
    [InlineData("ib_logfile0", 3000)] // nothing in the log itself checks this byte
    [InlineData("aria_log_control")]
    public void Restore_ByteChanged_FindsTheDamage(string name, int? position = null)
    {
        var copy = good.Copy($"byte{position}-" + name.Replace('/', '-'));
        using (var file = File.Open(Path.Combine(copy, name), FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = position ?? file.Length / 2;
            var value = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(value ^ 1));
        }

        var data = copy + ".data";
        var result = UnderstudyProgram.Run("restore", copy, $"--datadir={data}");

        Backups.AssertFailed(result, 20, name, "XXH64", "HINT: ");
        Assert.False(File.Exists(Path.Combine(data, "ib_logfile0")), "a server would start on the damaged files");
    }

    [Fact]
    public void Restore_TargetNotEmpty_IsRefusedAndLeavesItAlone()
    {
        var data = good.Place["taken"];
        Directory.CreateDirectory(data);
        File.WriteAllText(Path.Combine(data, "ibdata1"), "precious");

        var result = UnderstudyProgram.Run("restore", good.Path, $"--datadir={data}");

        Backups.AssertFailed(result, 1, data, "not empty", "HINT: ");
        Assert.Equal("precious", File.ReadAllText(Path.Combine(data, "ibdata1")));
        Assert.Single(Directory.EnumerateFileSystemEntries(data));
    }

    [Fact]
    public void Restore_Killed_LeavesNothingThatAServerStartsOn()
    {
        var data = good.Place["killed"];
        using (var program = UnderstudyProgram.Start(["restore", good.Path, $"--datadir={data}", "--throttle=3"]))
        {
            Deadline.WaitFor("the first file", TimeSpan.FromSeconds(30), () => File.Exists(Path.Combine(data, "ibdata1")));
            program.Signal(Signals.Kill);
            program.WaitForEnd(TimeSpan.FromSeconds(30));
        }

        Assert.False(File.Exists(Path.Combine(data, "ib_logfile0")));
        Assert.Throws<TestBedException>(() => MariaDbServer.StartOn(data, MariaDbRelease.V10_11).Dispose());
    }

    [Fact]
    public void Restore_Cancelled_SaysSo()
    {
        var data = good.Place["cancelled"];
        using var program = UnderstudyProgram.Start(["restore", good.Path, $"--datadir={data}", "--throttle=1"]);
        Deadline.WaitFor("the first file", TimeSpan.FromSeconds(30), () => File.Exists(Path.Combine(data, "ibdata1")));

        program.Signal(Signals.Interrupt);
        var result = program.WaitForEnd(TimeSpan.FromSeconds(30));

        Backups.AssertFailed(result, 130, "cancelled");
        Assert.False(File.Exists(Path.Combine(data, "ib_logfile0")));
    }

    [Fact]
    public void Restore_TheBackupItself_IsNotChanged()
    {
        var before = Listing(good.Path);

        UnderstudyProgram.Run("restore", good.Path, $"--datadir={good.Place["whole"]}").Succeeded();

        Assert.Equal(before, Listing(good.Path));
    }

    private static string[] Listing(string directory) => [.. new DirectoryInfo(directory)
        .EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
        .Select(f => $"{f.FullName} {f.LastWriteTimeUtc:O} {(f is FileInfo file ? file.Length : 0)}")
        .Order(StringComparer.Ordinal)];
}
