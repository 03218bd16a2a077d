using Understudy.Engine.Prepare.Files;
using Understudy.Engine.Prepare.Increment;
using Understudy.Formats;
using Understudy.Testing;

namespace Understudy.Engine.Tests.Increments;

/// <summary>What mariadb-backup leaves to do about DDL is done on the names; the files stay.</summary>
public sealed class IncrementListingTests : IDisposable
{
    private readonly TemporaryDirectory _place = new();
    private int _spaces;

    public IncrementListingTests()
    {
        Write("xtrabackup_checkpoints", "backup_type = incremental\nfrom_lsn = 5\nto_lsn = 7\nlast_lsn = 8\n");
        AddDelta("ibdata1");
    }

    [Fact]
    public void DroppedRenamedAndNewTables_HaveTheNamesThatTheyAreToHave()
    {
        foreach (var table in (string[])["kept", "dropped", "a", "b", "replaced", "again"])
        {
            AddDelta($"d/{table}.ibd");
        }

        AddDelta("undo001");
        Write("d/dropped.del", "");
        Write("d/a.ren", "d/b");
        Write("d/b.ren", "e/a");
        Write("d/replaced.del", "");
        Write("d/replaced.new", "whole");
        Write("d/again.new.delta", "x");
        Write("d/again.new.meta", "page_size = 16384\nzip_size = 0 \nspace_id = 60\n");
        Write("d/t.frm", "");
        Write("ib_logfile0", "");
        Write("#rocksdb/1.sst", "");

        var listing = new IncrementListing(_place.Path, BackupMetadata.Read(_place.Path));

        Assert.Equal(
            [
                ("d/again.ibd", "d/again.new.delta"), ("d/b.ibd", "d/a.ibd.delta"), ("d/kept.ibd", "d/kept.ibd.delta"),
                ("d/replaced.ibd", "d/replaced.new"), ("e/a.ibd", "d/b.ibd.delta"), ("ibdata1", "ibdata1.delta"), ("undo001", "undo001.delta"),
            ],
            listing.Entries.Select(entry => (entry.Name, Path.GetRelativePath(_place.Path, entry.SourcePath))));
        Assert.Equal(["#rocksdb/1.sst", "d/t.frm"], listing.OtherFiles.Order(StringComparer.Ordinal));
        Assert.Equal(["#rocksdb", "d"], listing.Directories);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("x")]
    [InlineData("a/b/c")]
    [InlineData("/etc/x")]
    [InlineData("a/\0")]
    public void NewNameThatIsNoTable_IsRefused(string name)
    {
        AddDelta("d/t.ibd");
        Write("d/t.ren", name);

        Assert.Throws<FailureException>(() => new IncrementListing(_place.Path, BackupMetadata.Read(_place.Path)));
    }

    [Fact]
    public void DeltaWithoutItsMetadata_IsRefused()
    {
        Write("d/t.ibd.delta", "x");

        Assert.Throws<FailureException>(() => new IncrementListing(_place.Path, BackupMetadata.Read(_place.Path)));
    }

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("page_size = 16384\nspace_id = 1\n")]
    [InlineData("page_size = 16384\nspace_id = 0\n")]
    [InlineData("page_size = 16384\n")]
    public void TablespaceThatIsNotToldFromOthers_IsRefused(string metadata)
    {
        AddDelta("d/a.ibd");
        Write("d/b.ibd.delta", "x");
        Write("d/b.ibd.meta", metadata);

        Assert.Throws<FailureException>(() => new IncrementListing(_place.Path, BackupMetadata.Read(_place.Path)));
    }

    private void AddDelta(string file)
    {
        Write(file + ".delta", "x");
        Write(file + ".meta", $"page_size = 16384\nzip_size = 0 \nspace_id = {_spaces++}\n");
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_place[path])!);
        File.WriteAllText(_place[path], text);
    }
}
