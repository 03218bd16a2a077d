using System.Text;

namespace Understudy.Server.Tests.Connecting;

public sealed class SecretTests
{
    [Fact]
    public void ToString_Always_ShowsStars()
    {
        using var secret = new Secret("s3cr€t");
        Assert.Equal("***", secret.ToString());
        Assert.DoesNotContain("s3cr", new ConnectionOptions { Password = secret }.ToString());
        Assert.DoesNotContain("s3cr", OptionSetting.FromCommandLine("password", "s3cr€t").ToString());
        Assert.Equal([.. Encoding.UTF8.GetBytes("s3cr€t"), 0], secret.Utf8WithZero.ToArray());
    }

    [Fact]
    public void Dispose_OverwritesThePassword()
    {
        var secret = new Secret("x1");
        Assert.False(secret.IsEmpty);
        secret.Dispose();
        Assert.True(secret.IsEmpty);
        Assert.Equal([0, 0, 0], secret.Utf8WithZero.ToArray());
    }

    [Fact]
    public void Constructor_ZeroCharacter_IsRefusedWithoutShowingIt()
    {
        var error = Assert.Throws<ArgumentException>(() => new Secret("hid\0den"));
        Assert.DoesNotContain("hid", error.Message);
    }
}
