using System.Text;
using Understudy.Native.LibC;

namespace Understudy.Server.Tests.Connecting;

public sealed class ProcessArgumentsTests
{
    [Fact]
    public void Mask_AnArgumentOfThisProcess_IsNoLongerToBeSeen()
    {
        var before = Seen();
        var value = before.Last(argument => argument.Length > 1);
        Assert.Equal(0, ProcessArguments.Mask("not among them", value[1..] + "x"));
        Assert.Equal(before, Seen());

        Assert.Equal(before.Count(argument => argument == value), ProcessArguments.Mask(value));
        var after = Seen();
        Assert.DoesNotContain(value, after);
        Assert.Equal("x", after[before.LastIndexOf(value)]);
        Assert.Equal(value, Environment.GetCommandLineArgs().Last(argument => argument.Length > 1));
    }

    private static List<string> Seen()
    {
        using var stream = File.OpenRead("/proc/self/cmdline");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\0')];
    }
}
