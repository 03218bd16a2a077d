using Understudy.Engine.Chains;
using Understudy.Cli.Output;
using Understudy.Formats;

namespace Understudy.Cli.Tests.Arguments;

/// <summary><c>backup --verify=later</c> is for clones alone, and says so.</summary>
public sealed class VerifyOptionTests
{
    [Theory]
    [InlineData("--method=reflink")]
    [InlineData("--method=auto")]
    [InlineData("--method=reflink", "--checksum=sha256", "--stages=community")]
    public void Later_OfClones_IsTaken(params string[] arguments) => Assert.Empty(Errors(["--verify=later", .. arguments]));

    [Theory]
    [InlineData("--stream")]
    [InlineData("--compress=zstd")]
    [InlineData("--prepared")]
    [InlineData("--incremental-base=/b")]
    [InlineData("--incremental-lsn=7")]
    [InlineData("--allow-damaged-pages")]
    public void Later_OfWhatIsReadAnyway_IsRefused(string option)
    {
        string[] arguments = option == "--stream" ? [option] : [option, "--target-dir=/t"];
        var error = Assert.Single(Parse(["--verify=later", "--method=reflink", .. arguments]));
        Assert.Contains("--verify=later and ", error, StringComparison.Ordinal);
        Assert.Contains("exclude each other: ", error, StringComparison.Ordinal);
        Assert.Empty(Parse(["--verify=now", "--method=reflink", .. arguments]));
    }

    [Fact]
    public void Later_OfCopies_IsRefused() => Assert.Contains("it needs --method=reflink or --method=auto", Assert.Single(Errors("--verify=later")), StringComparison.Ordinal);

    [Theory]
    [InlineData("--verify=never", "--method=reflink")]
    [InlineData("--verify=later", "--method=nonsense")]
    [InlineData("--verify=later", "--method=reflink", "--incremental-lsn=nonsense")]
    public void Verify_WithAValueThatIsNone_IsRefused(params string[] arguments) => Assert.NotEmpty(Errors(arguments));

    [Fact]
    public void ChainText_OfABackupThatIsNotVerified_SaysWhatToDo()
    {
        var link = new ChainLink("/full", IsIncrement: false, IsPrepared: false, default, new Lsn(7), new Lsn(8), Id: null, BaseId: null, Fault: null);
        Assert.DoesNotContain("verif", ChainText.Of([link]), StringComparison.Ordinal);
        Assert.Contains("not verified: 3 files are clones that nobody has read yet: understudy verify /full\n", ChainText.Of([link with { UnverifiedFiles = 3 }]), StringComparison.Ordinal);
    }

    private static string[] Errors(params string[] arguments) => Parse(["--target-dir=/t", .. arguments]);

    private static string[] Parse(string[] arguments) =>
        [.. Program.CreateRoot().Parse(["backup", .. arguments]).Errors.Select(error => error.Message)];
}
