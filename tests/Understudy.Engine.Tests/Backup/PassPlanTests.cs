using Understudy.Engine.Backup;
using Understudy.Engine.Backup.Passes;
using Understudy.Engine.Backup.Sources;

namespace Understudy.Engine.Tests.Backup;

public sealed class PassPlanTests
{
    private readonly CopyCatalog _catalog = new();

    [Fact]
    public void Make_NewFile_IsCopied()
    {
        var plan = Plan(PassScope.Final, Made.Tablespace("d/t.ibd", 7));
        Assert.Equal(["d/t.ibd"], plan.Copies.Select(unit => unit.Key));
        Assert.Empty(plan.Renames);
    }

    [Fact]
    public void Make_FileThatIsGood_IsLeftAlone()
    {
        _catalog.Set(Made.Copied("d/t.ibd", 7, 1));
        var plan = Plan(PassScope.Final, Made.Tablespace("d/t.ibd", 7));
        Assert.Empty(plan.Copies);
        Assert.Empty(plan.Renames);
        Assert.Empty(plan.Gone);
    }

    [Fact]
    public void Make_RenamedTablespace_IsRenamedNotCopied()
    {
        _catalog.Set(Made.Copied("d/old.ibd", 7, 1));
        var plan = Plan(PassScope.Final, Made.Tablespace("d/new.ibd", 7));
        Assert.Empty(plan.Copies);
        Assert.Equal([("d/old.ibd", "d/new.ibd")], Renames(plan));
        Assert.Empty(plan.Gone);
    }

    [Fact]
    public void Make_SwappedTablespaces_AreBothRenamed()
    {
        _catalog.Set(Made.Copied("d/a.ibd", 7, 1));
        _catalog.Set(Made.Copied("d/b.ibd", 8, 2));
        var plan = Plan(PassScope.Final, Made.Tablespace("d/a.ibd", 8), Made.Tablespace("d/b.ibd", 7));
        Assert.Empty(plan.Copies);
        Assert.Equal([("d/b.ibd", "d/a.ibd"), ("d/a.ibd", "d/b.ibd")], Renames(plan));
    }

    [Fact]
    public void Make_TableDroppedAndCreatedAnew_IsCopied()
    {
        _catalog.Set(Made.Copied("d/t.ibd", 7, 1));
        var plan = Plan(PassScope.Final, Made.Tablespace("d/t.ibd", 9));
        Assert.Equal(["d/t.ibd"], plan.Copies.Select(unit => unit.Key));
        Assert.Empty(plan.Gone);
    }

    [Fact]
    public void Make_NameTakenByRenamedTable_DropsOnlyTheOldOne()
    {
        // t was dropped, u renamed to t.
        _catalog.Set(Made.Copied("d/t.ibd", 7, 1));
        _catalog.Set(Made.Copied("d/u.ibd", 8, 2));
        var plan = Plan(PassScope.Final, Made.Tablespace("d/t.ibd", 8));
        Assert.Empty(plan.Copies);
        Assert.Equal([("d/u.ibd", "d/t.ibd")], Renames(plan));
    }

    [Fact]
    public void Make_VanishedFile_IsGoneOnlyWhenNoDdlRuns()
    {
        _catalog.Set(Made.Copied("d/t.ibd", 7, 1));
        Assert.Empty(Plan(new PassScope(Transactional: true, Others: true)).Gone);
        Assert.Equal(["d/t.ibd"], Plan(PassScope.Final).Gone);
    }

    [Fact]
    public void Make_OneDatabase_LeavesTheOthersAlone()
    {
        _catalog.Set(Made.Copied("d/t.ibd", 7, 1));
        _catalog.Set(Made.Copied("mysql/x.ibd", 8, 2));
        var plan = Plan(PassScope.Final with { Database = "mysql" }, Made.Tablespace("e/new.ibd", 9));
        Assert.Equal(["mysql/x.ibd"], plan.Gone);
        Assert.Empty(plan.Copies);
    }

    [Fact]
    public void Make_LargestUnitsComeFirst()
    {
        var plan = Plan(PassScope.Final, Made.Tablespace("d/s.ibd", 1, 10), Made.Tablespace("d/l.ibd", 2, 1000), Made.Tablespace("d/m.ibd", 3, 100));
        Assert.Equal(["d/l.ibd", "d/m.ibd", "d/s.ibd"], plan.Copies.Select(unit => unit.Key));
    }

    private static (string From, string To)[] Renames(PassPlan plan) => [.. plan.Renames.Select(r => (r.File.Path, r.Now.Path))];

    private PassPlan Plan(PassScope scope, params SourceUnit[] units) =>
        PassPlan.Make(new SourceListing(["d"], units), scope, _catalog, SameInode, threads: 1);

    private static bool SameInode(CopiedFile copied, SourceUnit unit, SourceFile file) => copied.Status!.Value.Inode == file.Status.Inode;
}
