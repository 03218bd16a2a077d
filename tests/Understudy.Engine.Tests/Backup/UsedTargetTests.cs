using Understudy.Formats;
using Understudy.Storage;

namespace Understudy.Engine.Tests.Backup;

/// <summary>A target directory that holds other files: they stay as they are, whatever is tried.</summary>
public sealed class UsedTargetTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("understudy-");

    public UsedTargetTests()
    {
        Directory.CreateDirectory(PathOf("db"));
        File.WriteAllText(PathOf("notes"), "stays");
        File.WriteAllText(PathOf("db/t.ibd"), "stays");
    }

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void CreateBeside_OtherFiles_AreNeverTouched()
    {
        var target = DirectoryTarget.CreateBeside(_directory.FullName);
        target.Publish("mine", stream => stream.WriteByte(1));

        Refuses(() => target.Create("notes", default).Dispose());
        Refuses(() => target.Create("db/t.ibd", default).Dispose());
        Refuses(() => target.Rename("mine", "notes"));
        Refuses(() => target.Publish("notes", _ => { }));
        Refuses(() => target.TryLink(PathOf("mine"), "notes"));
        Refuses(() => target.DeleteDirectory("db"));
        Refuses(() => target.RequireFree(["new", "db/t.ibd"]));
        target.Delete("notes");

        Assert.Equal(("stays", "stays"), (File.ReadAllText(PathOf("notes")), File.ReadAllText(PathOf("db/t.ibd"))));
    }

    [Fact]
    public void CreateBeside_OwnFiles_CanBeWrittenAnew()
    {
        var target = DirectoryTarget.CreateBeside(_directory.FullName);
        target.Publish("mine", stream => stream.WriteByte(1));
        target.Publish("mine", stream => stream.WriteByte(2));
        target.Rename("mine", "db/mine");
        target.Delete("db/mine");

        Assert.False(File.Exists(PathOf("db/mine")));
    }

    [Fact]
    public void CreateBeside_MissingDirectory_IsMadeButNotItsParent()
    {
        DirectoryTarget.CreateBeside(PathOf("new/"));
        Refuses(() => DirectoryTarget.CreateBeside(PathOf("no/parent")));

        Assert.True(Directory.Exists(PathOf("new")));
        Assert.False(Directory.Exists(PathOf("no")));
    }

    private static void Refuses(Action action) => Assert.Throws<FailureException>(action);

    private string PathOf(string name) => Path.Combine(_directory.FullName, name);
}
