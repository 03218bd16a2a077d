using Understudy.Cli.Faces;
using Understudy.Testing;

namespace Understudy.Cli.Tests.Faces;

public sealed class FaceDispatcherTests
{
    [Theory]
    [InlineData("understudy", "mariadb-backup", true)]
    [InlineData("/usr/bin/mariadb-backup", "--backup", true)]
    [InlineData("mariabackup", "--prepare", true)]
    [InlineData("./mbstream", "-x", true)]
    [InlineData("/usr/local/bin/understudy", "mbstream", true)]
    [InlineData("understudy", "backup", false)]
    [InlineData("understudy", "--mariadb-backup", false)]
    [InlineData("", "backup", false)]
    public void Choose_NameOrFirstArgument_TakesTheFace(string calledAs, string argument, bool isFace) =>
        Assert.Equal(isFace, FaceDispatcher.Choose(calledAs, [argument]) is not null);

    [Fact]
    public void Choose_NoArguments_OnlyTheNameCounts()
    {
        Assert.Null(FaceDispatcher.Choose("understudy", []));
        Assert.NotNull(FaceDispatcher.Choose("mariabackup", []));
    }

    [Fact]
    public void CalledAs_ThisProcess_IsTheFirstArgumentOfItsCommandLine() =>
        Assert.StartsWith(FaceDispatcher.CalledAs() + "\0", File.ReadAllText("/proc/self/cmdline"), StringComparison.Ordinal);

    [Fact]
    public void Makefile_Install_LinksEveryFace() => Assert.All(
        FaceDispatcher.Names,
        name => Assert.Contains(name, File.ReadLines(RepositoryFiles.PathOf("Makefile")).Single(line => line.StartsWith("FACES ?=", StringComparison.Ordinal)).Split(' ')));
}
