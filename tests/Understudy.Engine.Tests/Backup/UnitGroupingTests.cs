using Understudy.Engine.Backup.Sources;

namespace Understudy.Engine.Tests.Backup;

public sealed class UnitGroupingTests
{
    [Fact]
    public void Group_FilesOfATable_AreOneUnitWithTheIndexFirst()
    {
        var unit = Assert.Single(Group("t.MYD", "t.MYI"));
        Assert.Equal(UnitKind.PlainTable, unit.Kind);
        Assert.Equal("MyISAM", unit.Engine);
        Assert.Equal(["d/t.MYI", "d/t.MYD"], unit.Files.Select(file => file.Path));
    }

    [Fact]
    public void Group_Partitions_AreUnitsOfTheirTable()
    {
        var units = Group("t#P#p0.MAI", "t#P#p0.MAD", "t#P#p1.MAI", "t#P#p1.MAD");
        Assert.Equal(2, units.Length);
        Assert.All(units, unit => Assert.Equal(("t", UnitKind.AriaTable), (unit.Table, unit.Kind)));
    }

    [Fact]
    public void Group_SameNameInTwoEngines_IsTwoUnits()
    {
        Assert.Equal(["Aria", "MyISAM"], Group("t.MAI", "t.MAD", "t.MYI", "t.MYD").Select(unit => unit.Engine).Order());
    }

    [Theory]
    [InlineData("t.frm")]
    [InlineData("t.par")]
    [InlineData("t.TRG")]
    [InlineData("t.isl")]
    [InlineData("db.opt")]
    [InlineData("t.MRG")]
    public void Group_Definitions_AreUnitsOfTheirOwn(string name)
    {
        Assert.Equal(UnitKind.Definition, Assert.Single(Group(name)).Kind);
    }

    [Fact]
    public void Group_LogTables_AreOnlyThoseOfTheServer()
    {
        Assert.Equal(UnitKind.LogTable, Assert.Single(UnitGrouping.Group("mysql", Files("mysql", "general_log.CSV", "general_log.CSM"))).Kind);
        Assert.Equal(UnitKind.PlainTable, Assert.Single(Group("general_log.CSV", "general_log.CSM")).Kind);
        Assert.Equal(UnitKind.AriaTable, Assert.Single(UnitGrouping.Group("mysql", Files("mysql", "general_log.MAI", "general_log.MAD"))).Kind);
    }

    [Theory]
    [InlineData("t.cfg")]
    [InlineData("t.TMD")]
    [InlineData("t.CSN")]
    public void IsCopied_LeftoversOfStatements_AreNot(string name) => Assert.False(UnitGrouping.IsCopied(name));

    private static SourceUnit[] Group(params string[] names) => [.. UnitGrouping.Group("d", Files("d", names))];

    private static IEnumerable<SourceFile> Files(string database, params string[] names) => names.Select((name, i) => Made.File($"{database}/{name}", (ulong)i));
}
