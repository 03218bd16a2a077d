using Understudy.Engine.Backup;
using Understudy.Engine.Backup.Selection;
using Understudy.Formats;

namespace Understudy.Engine.Tests.Backup.Selection;

/// <summary>What is taken and what is left out; SelectionAgainstStockTests runs the same rules against mariadb-backup.</summary>
public sealed class TableFilterTests
{
    private static readonly (string Database, string[] Tables)[] Server =
    [
        ("a", ["t1", "t2", "t12", "p", "p#P#p0", "p#P#p1", "sp#P#p0#SP#p0sp0"]),
        ("b@002dc", ["t1", "we@0020ird"]),
        ("mysql", ["user"]),
    ];

    [Theory]

    // Plain databases and tables.
    [InlineData("--databases=a", "a.*")]
    [InlineData("--databases=a.t1", "a.t1")]
    [InlineData("--databases=a.t1 mysql", "a.t1 mysql.*")]
    [InlineData("--databases=a a.t1", "a.*")]
    [InlineData("--databases=b@002dc", "b@002dc.*")]
    [InlineData("--databases=b@002dc.we@0020ird", "b@002dc.we@0020ird")]
    [InlineData("--databases=A", "")]
    [InlineData("--databases-exclude=a b@002dc", "mysql.*")]
    [InlineData("--databases=a --databases-exclude=a", "")]
    [InlineData("--databases=a b@002dc --databases-exclude=a", "b@002dc.*")]
    [InlineData("--databases=a --databases-exclude=a.t1", "a.t2 a.t12 a.p a.p#P#p0 a.p#P#p1 a.sp#P#p0#SP#p0sp0")]
    [InlineData("--databases-exclude=lost+found", "a.* b@002dc.* mysql.*")]

    // Expressions are found anywhere in db.table, and add to what databases are named.
    [InlineData("--tables=t1", "a.t1 a.t12 b@002dc.t1")]
    [InlineData("--tables=^a[.]t1$", "a.t1")]
    [InlineData("--tables=^a[.]t1$,user", "a.t1 mysql.user")]
    [InlineData("--tables=[.]t[[:digit:]]{1,1}$", "a.t1 a.t2 b@002dc.t1")]
    [InlineData("--databases=a --tables=^a[.]t1$", "a.*")]
    [InlineData("--databases=a.t2 --tables=^a[.]t1$", "a.t1 a.t2")]
    [InlineData("--databases=a.t2 --tables=user", "a.t2")]
    [InlineData("--tables-exclude=t1,p", "a.t2 b@002dc.we@0020ird mysql.user")]
    [InlineData("--tables=t1 --tables-exclude=2", "a.t1")]

    // Files with names are exact.
    [InlineData("--tables-file=a.t1", "a.t1")]

    // Partitions.
    [InlineData("--databases=a.p", "a.p a.p#P#p0 a.p#P#p1")]
    [InlineData("--tables=^a[.]p$", "a.p a.p#P#p0 a.p#P#p1")]
    [InlineData("--tables=a[.]p#P#p0", "a.p#P#p0")]
    [InlineData("--databases=a.p#P#p1", "a.p#P#p1")]
    [InlineData("--databases=a.sp", "a.sp#P#p0#SP#p0sp0")]
    [InlineData("--databases=a.sp#P#p0", "")]
    [InlineData("--databases=a.sp#P#p0#SP#p0sp0", "a.sp#P#p0#SP#p0sp0")]
    [InlineData("--databases=a.p --tables-exclude=p1$", "a.p a.p#P#p0")]
    public void Includes_ByEitherRules_TakesWhatIsDocumented(string options, string expected)
    {
        foreach (var rules in Enum.GetValues<SelectionRules>())
        {
            Assert.Equal(Expand(expected), Taken(options, rules));
        }
    }

    [Theory]
    [InlineData("--databases-exclude=a.t1", "a.t2 a.t12 a.p a.p#P#p0 a.p#P#p1 a.sp#P#p0#SP#p0sp0 b@002dc.* mysql.*", "b@002dc.* mysql.*")]
    [InlineData("--tables=b-c[.]we ird", "b@002dc.we@0020ird", "")]
    [InlineData("--tables-exclude=-", "a.* mysql.*", "a.* b@002dc.* mysql.*")]
    public void Includes_WhereRulesDiffer_FollowsEach(string options, string native, string stock)
    {
        Assert.Equal(Expand(native), Taken(options, SelectionRules.Native));
        Assert.Equal(Expand(stock), Taken(options, SelectionRules.MariaDbBackup));
    }

    [Theory]
    [InlineData("--databases=b-c", "b@002dc.*")]
    [InlineData("--databases=b-c.t1", "b@002dc.t1")]
    [InlineData("--databases-exclude=b-c", "a.* mysql.*")]
    public void Includes_NamesAsInSql_FindsTheirFiles(string options, string expected) =>
        Assert.Equal(Expand(expected), Taken(options, SelectionRules.MariaDbBackup));

    [Fact]
    public void Includes_NothingSelected_TakesAll() => Assert.Equal(Expand("a.* b@002dc.* mysql.*"), Taken("", SelectionRules.Native));

    [Fact]
    public void IncludesByDefault_OfADatabase_OnlyWhenAllOfItIsTaken()
    {
        Assert.True(Filter("--databases=a", SelectionRules.Native).IncludesByDefault("a"));
        Assert.False(Filter("--databases=a.t1", SelectionRules.Native).IncludesByDefault("a"));
        Assert.False(Filter("--tables=a", SelectionRules.Native).IncludesByDefault("a"));
        Assert.True(Filter("--tables-exclude=a", SelectionRules.Native).IncludesByDefault("a"));
    }

    [Theory]
    [InlineData("--databases=a nowhere", "nowhere")]
    [InlineData("--databases=a.t1 a.t3", "a.t3")]
    [InlineData("--tables=t1,t9", "t9")]
    [InlineData("--tables-file=a.t1 a.p a.q", "a.q")]
    [InlineData("--databases=a.p#P#p0 mysql", "")]
    public void Require_SomethingNotThere_IsNamed(string options, string missing)
    {
        if (missing.Length == 0)
        {
            Assert.Empty(SelectionCheck.Require(Filter(options, SelectionRules.Native), Listed()));
            return;
        }

        var error = Assert.Throws<FailureException>(() => SelectionCheck.Require(Filter(options, SelectionRules.Native), Listed()));
        Assert.EndsWith("not there: " + missing, error.Message, StringComparison.Ordinal);
        Assert.Contains(
            SelectionCheck.Require(Filter(options, SelectionRules.MariaDbBackup), Listed()),
            warning => warning.StartsWith($"\"{missing}\" ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--databases=nowhere")]
    [InlineData("--tables=^t1")]
    [InlineData("--tables-exclude=[.]")]
    public void Require_NothingSelected_Fails(string options)
    {
        foreach (var rules in Enum.GetValues<SelectionRules>())
        {
            var filter = Filter(options, rules);
            if (options.StartsWith("--tables-exclude", StringComparison.Ordinal))
            {
                SelectionCheck.Require(filter, Listed()); // the databases are there, empty
                continue;
            }

            var error = Assert.Throws<FailureException>(() => SelectionCheck.Require(filter, Listed()));
            Assert.Equal(FailureKind.Usage, error.Kind);
        }
    }

    [Fact]
    public void Require_NoSystemDatabase_Warns() => Assert.Contains(
        SelectionCheck.Require(Filter("--databases=a", SelectionRules.Native), Listed()),
        warning => warning.Contains("mysql database", StringComparison.Ordinal));

    [Fact]
    public void Require_LostAndFoundExcluded_IsNoPartialBackup()
    {
        var filter = Filter("--databases-exclude=lost+found", SelectionRules.MariaDbBackup);
        Assert.False(filter.Options.IsPartial);
        Assert.Empty(SelectionCheck.Require(filter, Listed()));
    }

    [Fact]
    public void Constructor_BadExpression_SaysWhy()
    {
        var error = Assert.Throws<FailureException>(() => new TableFilter(new SelectionOptions { Tables = ["a[" ] }));
        Assert.Contains("\"a[\" is no POSIX extended regular expression: ", error.Message, StringComparison.Ordinal);
    }

    private static List<(string, IReadOnlyList<string>)> Listed() => [.. Server.Select(d => (d.Database, (IReadOnlyList<string>)d.Tables))];

    private static TableFilter Filter(string line, SelectionRules rules)
    {
        var values = line.Split("--", StringSplitOptions.RemoveEmptyEntries)
            .Select(option => option.Trim().Split('=', 2))
            .ToDictionary(option => option[0], option => option[1]);
        string Value(string name) => values.GetValueOrDefault(name, "");
        return new TableFilter(new SelectionOptions
        {
            Rules = rules,
            Databases = SelectionText.Names(Value("databases"), "--databases", rules),
            DatabasesExclude = SelectionText.Names(Value("databases-exclude"), "--databases-exclude", rules),
            Tables = SelectionText.Expressions(Value("tables")),
            TablesExclude = SelectionText.Expressions(Value("tables-exclude")),
            TableNames = Value("tables-file").Split(' ', StringSplitOptions.RemoveEmptyEntries),
        });
    }

    private static string[] Taken(string options, SelectionRules rules)
    {
        using var filter = Filter(options, rules);
        return [.. Server.SelectMany(d => d.Tables.Where(table => filter.Includes(d.Database, table)).Select(table => $"{d.Database}.{table}"))];
    }

    private static string[] Expand(string expected)
    {
        var names = expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. Server.SelectMany(d => d.Tables.Where(table => names.Contains($"{d.Database}.{table}") || names.Contains($"{d.Database}.*"))
            .Select(table => $"{d.Database}.{table}"))];
    }
}
