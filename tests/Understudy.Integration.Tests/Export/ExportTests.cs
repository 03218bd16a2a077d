using Understudy.Formats.Checksums;
using Understudy.Formats.Manifest;
using Understudy.Server;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Export;

/// <summary>Tables of a backup are imported into another server, whichever program took it.</summary>
public sealed class ExportTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    // Name, file, statements that make and fill it.
    private static readonly (string Name, string File, string[] Statements)[] Tables =
    [
        ("keys", "keys", [
            "CREATE TABLE x.`keys` (id INT PRIMARY KEY, a INT, b VARCHAR(50), KEY (a), KEY (b(10)))",
            "INSERT INTO x.`keys` SELECT seq, seq % 7, CONCAT('b', seq) FROM x.seq_1_to_3000"]),
        ("instant", "instant", [
            "CREATE TABLE x.instant (id INT PRIMARY KEY, a INT)", "INSERT INTO x.instant SELECT seq, seq FROM x.seq_1_to_100",
            "ALTER TABLE x.instant ADD COLUMN n VARCHAR(20) DEFAULT 'was there' FIRST, ALGORITHM=INSTANT",
            "ALTER TABLE x.instant DROP COLUMN a, ALGORITHM=INSTANT", "INSERT INTO x.instant SELECT 'new', seq FROM x.seq_200_to_300"]),
        ("words", "words", [
            "CREATE TABLE x.words (id INT PRIMARY KEY, t TEXT, FULLTEXT ft (t))",
            "INSERT INTO x.words SELECT seq, CONCAT('word', seq, ' common') FROM x.seq_1_to_200"]),
        ("o-d d", "o@002dd@0020d", [
            "CREATE TABLE x.`o-d d` (id INT PRIMARY KEY, c CHAR(10) CHARACTER SET utf8mb4) ROW_FORMAT=COMPRESSED",
            "INSERT INTO x.`o-d d` SELECT seq, 'ü' FROM x.seq_1_to_100"]),
    ];

    [Theory]
    [InlineData("10.11")]
    [InlineData("11.8")]
    public void ExportedTables_AreImportedElsewhere(string version)
    {
        var release = MariaDbRelease.Find(version);
        using var source = MariaDbServer.Start(release);
        source.Execute(
            [
                "CREATE DATABASE x", .. Tables.SelectMany(table => table.Statements),
                "CREATE TABLE x.parts (id INT PRIMARY KEY, v INT, KEY (v)) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (100), PARTITION p1 VALUES LESS THAN (1000))",
                "INSERT INTO x.parts SELECT seq, seq * 2 FROM x.seq_1_to_900",
            ]);
        var (ours, theirs) = (source.Directory["ours"], source.Directory["theirs"]);
        using (var open = source.Connect())
        {
            open.Execute("BEGIN");
            open.Execute("UPDATE x.`keys` SET a = -1");
            using var backup = new UnderstudyTool().StartBackup(source, ours, null);
            backup.WaitForEnd(Limit).Succeeded();
            new StockTool(release).Backup(source, theirs, "--databases=x").Succeeded();
        }

        var program = release.Program("mariadbd");
        UnderstudyProgram.Run("prepare", ours, "--export", "--mariadbd", program, "--databases", "x").Succeeded();
        UnderstudyProgram.Run("prepare", theirs, "--export", "--mariadbd", program).Succeeded();
        AssertManifestIsTrue(ours);

        using var target = MariaDbServer.Start(release);
        foreach (var backup in new[] { ours, theirs })
        {
            target.Execute("CREATE DATABASE x");
            ImportAll(source, target, Path.Combine(backup, "x"));
            Assert.Empty(TableCheck.FindDamage(target));
            target.Execute("DROP DATABASE x");
        }
    }

    private static void ImportAll(MariaDbServer source, MariaDbServer target, string files)
    {
        foreach (var (name, file, _) in Tables)
        {
            target.Execute(Definition(source, name));
            Import(target, name, Path.Combine(files, file), file);
        }

        target.Execute("ALTER TABLE x.words DROP INDEX ft, ADD FULLTEXT ft2 (t), ALGORITHM=COPY", Definition(source, "parts"));
        foreach (var part in new[] { "p0", "p1" })
        {
            target.Execute("CREATE TABLE x.one LIKE x.parts", "ALTER TABLE x.one REMOVE PARTITIONING");
            Import(target, "one", Path.Combine(files, $"parts#P#{part}"), "one");
            target.Execute($"ALTER TABLE x.parts EXCHANGE PARTITION {part} WITH TABLE x.one", "DROP TABLE x.one");
        }

        foreach (var name in Tables.Select(table => table.Name).Append("parts"))
        {
            Assert.Equal(Checksum(source, name), Checksum(target, name));
        }

        Assert.Equal("200", target.QueryScalar("SELECT COUNT(*) FROM x.words WHERE MATCH (t) AGAINST ('common' IN BOOLEAN MODE)"));
        Assert.Equal("0", target.QueryScalar("SELECT COUNT(*) FROM x.`keys` WHERE a = -1"));
    }

    private static void Import(MariaDbServer target, string name, string from, string to)
    {
        var quoted = ServerSession.QuoteName(name);
        target.Execute($"ALTER TABLE x.{quoted} DISCARD TABLESPACE");
        foreach (var extension in new[] { ".ibd", ".cfg" })
        {
            File.Copy(from + extension, Path.Combine(target.DataDirectory, "x", to + extension));
        }

        using (var session = target.Connect())
        {
            session.Execute($"ALTER TABLE x.{quoted} IMPORT TABLESPACE");
            Assert.DoesNotContain(session.Query("SHOW WARNINGS"), row => row["Code"] is "1810"); // not described
        }

        File.Delete(Path.Combine(target.DataDirectory, "x", to + ".cfg"));
    }

    private static string Definition(MariaDbServer source, string name)
    {
        using var session = source.Connect();
        var text = session.Query($"SHOW CREATE TABLE x.{ServerSession.QuoteName(name)}")[0][1]!;
        return text.Replace("CREATE TABLE ", "CREATE TABLE x.", StringComparison.Ordinal);
    }

    private static string? Checksum(MariaDbServer server, string name)
    {
        using var session = server.Connect();
        return session.Query($"CHECKSUM TABLE x.{ServerSession.QuoteName(name)}")[0][1];
    }

    // Every file is in it, with its size and hash: a restore checks them, and refuses what is not true.
    private static void AssertManifestIsTrue(string backup)
    {
        var path = Path.Combine(backup, ManifestDocument.FileName);
        var manifest = ManifestDocument.Read(File.ReadAllBytes(path), path);
        Assert.True(manifest.Prepared);
        var present = Directory.EnumerateFiles(backup, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(backup, file));
        Assert.Equal(present.Where(file => file != "understudy.json").Order(StringComparer.Ordinal), manifest.Files.Select(file => file.Path));
        foreach (var file in manifest.Files)
        {
            var bytes = File.ReadAllBytes(Path.Combine(backup, file.Path));
            Assert.Equal(file.Hashes.Single(), ContentHash.Compute(file.HashKind, bytes));
        }
    }
}
