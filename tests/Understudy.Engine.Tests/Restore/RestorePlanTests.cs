using Understudy.Engine.Restore;
using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Formats.Tests.Manifest;

namespace Understudy.Engine.Tests.Restore;

public sealed class RestorePlanTests
{
    [Fact]
    public void Make_OrdinaryFile_GoesBelowTheDataDirectory()
    {
        var file = Assert.Single(Plan(false, Manifests.File("d/t.ibd")));
        Assert.Equal(("/new/d/t.ibd", null), (file.Destination, file.Link));
    }

    [Fact]
    public void Make_FileElsewhereBelowTheDataDirectory_KeepsItsRelativePlace()
    {
        var file = Assert.Single(Plan(false, Manifests.File("ibB") with { Role = ManifestFileRole.SystemTablespace, ExternalPath = "/var/lib/mysql/sub/ibB" }));
        Assert.Equal("/new/sub/ibB", file.Destination);
    }

    [Fact]
    public void Make_ExternalTable_GoesToItsPlace()
    {
        var files = Plan(false, Manifests.File("d/t.ibd") with { ExternalPath = "/fast/d/t.ibd" }, Manifests.File("d/t.isl"));
        Assert.Equal([("/fast/d/t.ibd", null), ("/new/d/t.isl", null)], files.Select(file => (file.Destination, file.Link)));
    }

    [Fact]
    public void Make_ExternalTablespaceWithoutALinkFile_GetsALink()
    {
        var file = Assert.Single(Plan(false, Manifests.File("d/t.ibd") with { ExternalPath = "/fast/t.ibd" }));
        Assert.Equal(("/fast/t.ibd", "/new/d/t.ibd"), (file.Destination, file.Link));
    }

    [Fact]
    public void Make_ExternalTableOfAnotherEngine_GetsALink()
    {
        var file = Assert.Single(Plan(false, Manifests.File("d/t.MYD") with { ExternalPath = "/fast/t.MYD" }));
        Assert.Equal(("/fast/t.MYD", "/new/d/t.MYD"), (file.Destination, file.Link));
    }

    [Fact]
    public void Make_Relocated_PutsEverythingInsideAndLeavesLinkFilesOut()
    {
        var files = Plan(true, Manifests.File("d/t.ibd") with { ExternalPath = "/fast/d/t.ibd" }, Manifests.File("d/t.isl"));
        Assert.Equal(["/new/d/t.ibd"], files.Select(file => file.Destination));
    }

    [Fact]
    public void Make_Metadata_IsNotRestored()
    {
        Assert.Empty(Plan(false, Manifests.File("xtrabackup_info") with { Role = ManifestFileRole.Metadata }));
    }

    [Fact]
    public void Make_TwoFilesForOnePlace_IsRefused()
    {
        var error = Assert.Throws<FailureException>(() => Plan(
            false, Manifests.File("a/t.MYD") with { ExternalPath = "/fast/t.MYD" }, Manifests.File("b/t.MYD") with { ExternalPath = "/fast/t.MYD" }));
        Assert.Contains("/fast/t.MYD", error.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<PlannedFile> Plan(bool relocate, params ManifestFile[] files) => RestorePlan.Make(
        Manifests.Make(files), new RestoreOptions { BackupDirectory = "/backup", DataDirectory = "/new", Relocate = relocate }).Files;
}
