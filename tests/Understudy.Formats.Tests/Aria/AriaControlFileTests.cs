using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.Aria;

namespace Understudy.Formats.Tests.Aria;

public sealed class AriaControlFileTests
{
    public static TheoryData<string> Versions => EngineGoldens.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public void TryRead_FileOfServer_IsThatServers(string version)
    {
        var control = Read(EngineGoldens.Read(version, "aria_log_control.bin"));
        var uuidLine = EngineGoldens.ReadLines(version, "aria_chk.txt")
            .First(line => line.StartsWith("UUID:", StringComparison.Ordinal));
        Assert.Equal(Guid.Parse(uuidLine["UUID:".Length..].Trim()), control.Uuid);
        Assert.Equal(8192, control.BlockSize);
        Assert.Equal(1u, control.LastLogNumber);
        Assert.Equal(1u, control.Checkpoint.File);
        Assert.True(control.Checkpoint.Offset > AriaLogHeader.PageSize);
        Assert.Equal(0, control.RecoveryFailures);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void TryRead_AnyByteChanged_IsRefused(string version)
    {
        var good = EngineGoldens.Read(version, "aria_log_control.bin");
        for (var i = 0; i < good.Length; i++)
        {
            var bad = (byte[])good.Clone();
            bad[i] ^= 0x10;
            Assert.False(AriaControlFile.TryRead(bad, out _, out var whyNot), $"byte {i}");
            Assert.NotEmpty(whyNot);
        }
    }

    [Fact]
    public void WithLastLogNumber_ChangesTheNumberAndItsChecksumOnly()
        => Prop.ForAll<uint>(seed =>
        {
            var number = (seed % AriaLsn.FileMax) + 1;
            var good = EngineGoldens.Read("10.11", "aria_log_control.bin");
            var patched = AriaControlFile.WithLastLogNumber(good, number);
            var differing = Enumerable.Range(0, good.Length).Where(i => good[i] != patched[i]);
            return Read(patched) == Read(good) with { LastLogNumber = number }
                && differing.All(i => i is (>= 30 and < 34) or (>= 41 and < 45));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void WithLastLogNumber_LongerFile_KeepsWhatFollows()
    {
        byte[] good = [.. EngineGoldens.Read("11.8", "aria_log_control.bin"), 1, 2, 3];
        Assert.Equal([1, 2, 3], AriaControlFile.WithLastLogNumber(good, 7)[^3..]);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x1000000u)]
    public void WithLastLogNumber_NotANumberOfALog_Throws(uint number)
    {
        var good = EngineGoldens.Read("10.11", "aria_log_control.bin");
        Assert.Throws<FailureException>(() => AriaControlFile.WithLastLogNumber(good, number));
    }

    [Fact]
    public void WithLastLogNumber_DamagedFile_Throws()
    {
        var bad = EngineGoldens.Read("10.11", "aria_log_control.bin");
        bad[50] ^= 1;
        var thrown = Assert.Throws<FailureException>(() => AriaControlFile.WithLastLogNumber(bad, 1));
        Assert.Equal(FailureKind.Damaged, thrown.Kind);
    }

    [Fact]
    public void TryRead_AnyBytes_NeverThrows()
    {
        ReaderProperties.NeverThrows(bytes => AriaControlFile.TryRead(bytes, out _, out _));
        ReaderProperties.NeverThrowsNear(
            EngineGoldens.Read("10.11", "aria_log_control.bin"),
            bytes => AriaControlFile.TryRead(bytes, out _, out _));
    }

    private static AriaControlFile Read(byte[] file)
    {
        Assert.True(AriaControlFile.TryRead(file, out var control, out var whyNot), whyNot);
        return control;
    }
}
