using Understudy.Testing;
using Xunit.Abstractions;

namespace Understudy.Integration.Tests.LostTables;

/// <summary>
/// Each case twice: the stock tool must fail, so that the case is known to bite; our program must bring back everything.
/// </summary>
public abstract class LostTablesTests(string number, ITestOutputHelper output)
{
    /// <summary>The names of the cases.</summary>
    public static TheoryData<string> Cases => [.. DdlCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void StockTool_LosesOrMixesTables(string name)
    {
        using var driver = Driver(name);

        var problem = driver.RunStock();

        Assert.NotNull(problem);
        output.WriteLine(problem);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Understudy_KeepsEveryTable(string name)
    {
        using var driver = Driver(name);

        Assert.Null(driver.RunOurs());
    }

    private CaseDriver Driver(string name) => new(MariaDbRelease.Find(number), DdlCases.All.Single(c => c.Name == name));
}
