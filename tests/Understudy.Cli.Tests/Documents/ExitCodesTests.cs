using Understudy.Testing;

namespace Understudy.Cli.Tests.Documents;

/// <summary>docs/exit-codes.md is what scripts are written against.</summary>
public sealed class ExitCodesTests
{
    [Fact]
    public void Table_AndEnum_AreTheSame()
    {
        var documented = MarkdownSection.Read("docs/exit-codes.md", "# Exit codes").Rows
            .Select(row => (int.Parse(row[0]), row[1].Trim('`')))
            .ToArray();
        var defined = Enum.GetValues<ExitCode>().Select(code => ((int)code, code.ToString())).ToArray();
        Assert.Equal(defined, documented);
    }
}
