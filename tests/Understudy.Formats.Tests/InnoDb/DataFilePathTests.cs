using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.InnoDb;

namespace Understudy.Formats.Tests.InnoDb;

public sealed class DataFilePathTests
{
    private const long M = 1 << 20;

    [Fact]
    public void TryParse_Default()
    {
        Assert.True(DataFilePath.TryParse("ibdata1:12M:autoextend", null, out var path, out var whyNot));
        Assert.Null(whyNot);
        Assert.Equal([new SystemDataFile("ibdata1", 12 * M, true, null, false)], path!.Files);
    }

    [Fact]
    public void TryParse_AllParts()
    {
        Assert.True(DataFilePath.TryParse(
            "ibdata1:1g;sub/ibB:2049k;ibdata3:10485760:autoextend:max:2G:autoshrink", "", out var path, out _));
        Assert.Equal(
            [
                new SystemDataFile("ibdata1", 1024 * M, false, null, false),
                new SystemDataFile("sub/ibB", 2 * M, false, null, false),
                new SystemDataFile("ibdata3", 10 * M, true, 2048 * M, true),
            ],
            path!.Files);
    }

    [Theory]
    [InlineData(null, "/abs/ibdata1", "/abs/ibdata1")]
    [InlineData("", "/abs/ibdata1", "/abs/ibdata1")]
    [InlineData(".", "/abs/ibdata1", "/abs/ibdata1")]
    [InlineData("./sub", "/abs/ibdata1", "/abs/ibdata1")]
    [InlineData("./sub", "ibdata1", "./sub/ibdata1")]
    [InlineData("/home", "/abs/ibdata1", "/home/abs/ibdata1")]
    [InlineData("/home/", "ibdata1", "/home/ibdata1")]
    [InlineData("/home", "sub/ibdata1", "/home/sub/ibdata1")]
    [InlineData(".", "ibdata1", "ibdata1")]
    [InlineData("./", "ibdata1", "ibdata1")]
    [InlineData(null, "a:/b", "a:/b")]
    public void TryParse_HomeDirectory(string? home, string entry, string expected)
    {
        Assert.True(DataFilePath.TryParse(entry + ":12M", home, out var path, out _));
        Assert.Equal(expected, path!.Files.Single().Path);
    }

    [Theory]
    [InlineData("", "expected a path")]
    [InlineData("ibdata1", "expected a path")]
    [InlineData(":12M", "expected a path")]
    [InlineData("a;b:12M", "expected a path")]
    [InlineData("ibdata1:", "not a size of 1 MiB or more")]
    [InlineData("ibdata1:x", "not a size of 1 MiB or more")]
    [InlineData("ibdata1:1000K", "not a size of 1 MiB or more")]
    [InlineData("ibdata1:99999999999999999999G", "not a size of 1 MiB or more")]
    [InlineData("ibdata1:9999999999999G", "not a size of 1 MiB or more")]
    [InlineData("ibdata1:12M:autoextend:max:0", "the maximum of ibdata1")]
    [InlineData("ibdata1:12M:autoextend;ibdata2:12M", "only the last file can be autoextend, not ibdata1")]
    [InlineData("ibdata1:12M:autoshrink", "not understood: \":autoshrink\"")]
    [InlineData("ibdata1:12MB", "not understood: \"B\"")]
    [InlineData("/dev/sdb1:12Graw", "/dev/sdb1 is a raw device, which is not supported")]
    [InlineData("/dev/sdb1:12Gnewraw", "/dev/sdb1 is a raw device, which is not supported")]
    public void TryParse_Bad_SaysWhyNot(string text, string expected)
    {
        Assert.False(DataFilePath.TryParse(text, null, out var path, out var whyNot));
        Assert.Null(path);
        Assert.Contains(expected, whyNot, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_AnyText_NeverThrows() =>
        Prop.ForAll<string, string>((text, home) =>
        {
            foreach (var candidate in new[] { text ?? "", "ibdata1:" + text, "ibdata1:12M" + text })
            {
                if (DataFilePath.TryParse(candidate, home, out var path, out var whyNot) != (whyNot is null)
                    || path?.Files.Count == 0)
                {
                    return false;
                }
            }

            return true;
        }).QuickCheckThrowOnFailure();
}
