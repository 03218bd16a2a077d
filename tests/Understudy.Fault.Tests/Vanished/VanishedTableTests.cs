using Understudy.Fault.Tests.Support;

namespace Understudy.Fault.Tests.Vanished;

/// <summary>Tables whose files go away while a backup runs.</summary>
public sealed class VanishedTableTests(EnginesServer fixture) : IClassFixture<EnginesServer>
{
    [Theory]
    [InlineData("in-start")]
    [InlineData("start-copied")]
    [InlineData("flush")]
    public void Backup_TablesDroppedBeforeDdlIsBlocked_HoldsTheOthers(string point)
    {
        string[] engines = ["InnoDB", "MyISAM", "Aria"];
        fixture.Server.Execute("CREATE OR REPLACE DATABASE gone", "CREATE OR REPLACE DATABASE part");
        foreach (var engine in engines)
        {
            fixture.Server.Execute(
                $"CREATE TABLE gone.{engine} (n INT) ENGINE={engine}",
                $"CREATE TABLE part.dropped_{engine} (n INT) ENGINE={engine}",
                $"CREATE TABLE part.kept_{engine} (n INT) ENGINE={engine}",
                $"INSERT INTO part.kept_{engine} VALUES (7)");
        }

        using var backup = HeldBackup.At(fixture.Server, fixture.Place, point);
        fixture.Server.Execute("DROP DATABASE gone");
        foreach (var engine in engines)
        {
            fixture.Server.Execute($"DROP TABLE part.dropped_{engine}");
        }

        backup.Finish().Succeeded();

        Assert.DoesNotContain(Backups.ReadManifest(backup.Target).Files, file => file.Path.StartsWith("gone/", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(backup.Target, "gone")));
        using var restored = Backups.RestoreAndStart(
            fixture.Server, backup.Target, fixture.Place, "--plugin-load-add=ha_rocksdb", "--plugin-load-add=ha_archive");
        Assert.Equal("3", restored.QueryScalar("SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'part'"));
        Assert.All(engines, engine => Assert.Equal("7", restored.QueryScalar($"SELECT n FROM part.kept_{engine}")));
    }
}
