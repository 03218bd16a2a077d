using Understudy.Fault.Tests.Support;
using Understudy.Testing;

namespace Understudy.Fault.Tests.Incomplete;

/// <summary><c>understudy verify</c> finds every byte that is not as it was, in all files, and changes nothing.</summary>
public sealed class VerifyTests(GoodBackup good) : IClassFixture<GoodBackup>
{
    private const int PageBytes = 16384;

    [Fact]
    public void Verify_GoodBackups_AreFoundGood()
    {
        Assert.Contains("all as they were backed up", UnderstudyProgram.Run("verify", good.Path).Succeeded().ErrorOutput, StringComparison.Ordinal);
        UnderstudyProgram.Run("verify", good.CompressedPath).Succeeded();
        UnderstudyProgram.Run("restore", good.Path, $"--datadir={good.Place["still-good"]}").Succeeded();
    }

    [Fact]
    public void Verify_SeveralDamagedFiles_NamesThemAllWithTheirPages()
    {
        var copy = good.Copy("several");
        Flip(copy, "f/i.ibd", (3 * PageBytes) + 100);
        Flip(copy, "f/i.ibd", (4 * PageBytes) + 100);
        Flip(copy, "f/m.MYD", 1000);
        Flip(copy, "f/i.frm", 64);

        var result = UnderstudyProgram.Run("verify", copy);

        Backups.AssertFailed(result, 20, "3 of ", "f/i.frm is damaged", "f/m.MYD is damaged", "f/i.ibd is damaged", "checksums: 3, 4");
    }

    [Theory]
    [InlineData("ib_logfile0")]
    [InlineData("ibdata1")]
    [InlineData("xtrabackup_checkpoints")]
    public void Verify_AByteChanged_IsFound(string name)
    {
        var copy = good.Copy("verify-" + name);
        Flip(copy, name, 20);

        Backups.AssertFailed(UnderstudyProgram.Run("verify", copy), 20, $"{name} is damaged");
    }

    [Theory]
    [InlineData("f/i.ibd.zst")]
    [InlineData("f/m.MYD.zst")]
    public void Verify_AByteOfACompressedFileChanged_IsFound(string name)
    {
        var copy = good.CopyCompressed("verify-" + name.Replace('/', '-'));
        var path = Path.Combine(copy, name);
        Flip(copy, name, new FileInfo(path).Length / 2);

        Backups.AssertFailed(UnderstudyProgram.Run("verify", copy), 20, $"{name} is damaged");
    }

    [Fact]
    public void Verify_FileMissing_IsNoBackup()
    {
        var copy = good.Copy("verify-missing");
        File.Delete(Path.Combine(copy, "f/m.MYI"));

        Backups.AssertFailed(UnderstudyProgram.Run("verify", copy), 10, "f/m.MYI is missing");
    }

    [Fact]
    public void Verify_TwoFullBackups_AreNoChain() =>
        Backups.AssertFailed(UnderstudyProgram.Run("verify", good.Path, good.Copy("second-full")), 1, "not an increment");

    private static void Flip(string backup, string name, long offset)
    {
        using var file = File.Open(Path.Combine(backup, name), FileMode.Open);
        file.Position = offset;
        var old = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)(old ^ 0x55));
    }
}
