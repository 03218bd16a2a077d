namespace Understudy.Server.Tests.Session;

public sealed class ServerVersionTests
{
    [Theory]
    [InlineData("10.11.6-MariaDB-0+deb12u1-log", 10, 11, 6)]
    [InlineData("5.5.5-10.11.6-MariaDB", 10, 11, 6)]
    [InlineData("12.0.2-MariaDB", 12, 0, 2)]
    [InlineData("8.0.36", 8, 0, 36)]
    public void TryParse_VersionText_HasItsNumbers(string text, int major, int minor, int patch)
    {
        Assert.True(ServerVersion.TryParse(text, out var version));
        Assert.Equal((major, minor, patch), (version.Major, version.Minor, version.Patch));
        Assert.Equal(text, version.ToString());
        Assert.Equal(text.Contains("Maria"), version.IsMariaDb);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MariaDB")]
    [InlineData("10.11")]
    [InlineData("10.11.")]
    [InlineData("10..6")]
    [InlineData("99999999999.1.1")]
    [InlineData("5.5.5-")]
    public void TryParse_NoVersion_IsFalse(string text) => Assert.False(ServerVersion.TryParse(text, out _));

    [Fact]
    public void Compare_IsByNumbers()
    {
        Assert.True(ServerVersion.TryParse("10.11.6-MariaDB", out var old));
        Assert.True(ServerVersion.TryParse("11.8.2-MariaDB", out var recent));
        Assert.True(old < recent && recent > old && old <= recent && recent >= old);
        Assert.True(old.IsAtLeast(10, 11) && old.IsAtLeast(10, 8));
        Assert.False(old.IsAtLeast(10, 11, 7) || old.IsAtLeast(11, 0));
        Assert.Equal([old, recent], new[] { recent, old }.Order());
    }
}
