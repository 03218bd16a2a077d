using Understudy.Engine.Backup.Sources;

namespace Understudy.Engine.Tests.Backup;

public sealed class SignatureTests
{
    [Fact]
    public void IsSame_NeedsEveryPart()
    {
        var status = Made.Status(5);
        Assert.True(Signature.IsSame(status, status));
        Assert.False(Signature.IsSame(status, status with { Inode = 6 }));
        Assert.False(Signature.IsSame(status, status with { BirthTime = 9 }));
        Assert.False(Signature.IsSame(status, status with { SizeBytes = 9 }));
        Assert.False(Signature.IsSame(status, status with { ModifyTime = 9 }));
        Assert.False(Signature.IsSame(status, status with { ChangeTime = 9 }));
    }

    [Fact]
    public void IsRenamed_LetsOnlyTheTimeOfChangeDiffer()
    {
        var status = Made.Status(5);
        Assert.True(Signature.IsRenamed(status, status with { ChangeTime = 9 }));
        Assert.False(Signature.IsRenamed(status, status with { ModifyTime = 9 }));
    }

    [Fact]
    public void IsSameFile_TellsAReusedInodeByItsBirth()
    {
        var status = Made.Status(5);
        Assert.True(Signature.IsSameFile(status, status with { SizeBytes = 9, ModifyTime = 9 }));
        Assert.False(Signature.IsSameFile(status, status with { BirthTime = 9 }));
    }
}
