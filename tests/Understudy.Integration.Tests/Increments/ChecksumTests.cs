using System.Security.Cryptography;
using Understudy.Formats.Checksums;
using Understudy.Formats.Manifest;
using Understudy.Testing;

namespace Understudy.Integration.Tests.Increments;

/// <summary>Each entry of a manifest says how it is hashed; whatever is done with a backup goes by that.</summary>
public sealed class ChecksumTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Fact]
    public void Backup_OfOneKindWithAnIncrementOfTheOther_IsTrueAndComesBack()
    {
        using var place = new TemporaryDirectory();
        using var server = MariaDbServer.Start(MariaDbRelease.V10_11);
        server.Execute(
            "CREATE DATABASE d",
            "CREATE TABLE d.quiet (id INT PRIMARY KEY)",
            "INSERT INTO d.quiet VALUES (1), (2)",
            "CREATE TABLE d.i (id INT PRIMARY KEY)",
            "CREATE TABLE d.m (id INT) ENGINE=MyISAM",
            "INSERT INTO d.m VALUES (1)",
            "CREATE TABLE d.a (id INT) ENGINE=Aria");
        IncrementScript.Flush(server);
        var tool = new UnderstudyTool();
        BackUp(tool, server, place["full"], "--checksum", "sha256");
        server.Execute("INSERT INTO d.i VALUES (1)", "INSERT INTO d.a VALUES (1)");
        IncrementScript.Flush(server);
        BackUp(tool, server, place["increment"], "--incremental-base", place["full"]);
        server.Stop();
        AssertTrue(place["full"], 1, HashKind.Sha256);
        AssertTrue(place["increment"], 3, HashKind.Xxh64);

        UnderstudyProgram.Run("prepare", place["full"]).Succeeded();
        AssertTrue(place["full"], 1, HashKind.Sha256);
        UnderstudyProgram.Run("prepare", place["full"], "--incremental-dir", place["increment"]).Succeeded();
        AssertTrue(place["full"], 3, HashKind.Sha256, HashKind.Xxh64);

        UnderstudyProgram.Run("verify", place["full"]).Succeeded();
        tool.Restore(place["full"], place["data"]);
        using (var restored = MariaDbServer.StartOn(place["data"], MariaDbRelease.V10_11))
        {
            Assert.Equal("2 1 1 1", restored.QueryScalar(
                "SELECT CONCAT_WS(' ', (SELECT COUNT(*) FROM d.quiet), (SELECT COUNT(*) FROM d.i), (SELECT COUNT(*) FROM d.m), (SELECT COUNT(*) FROM d.a))"));
        }

        AssertDamageIsFound(place, "d/quiet.ibd", "SHA-256");
        AssertDamageIsFound(place, "d/m.MYD", "XXH64");
    }

    private static void BackUp(UnderstudyTool tool, MariaDbServer server, string target, params string[] arguments)
    {
        using var program = tool.StartBackup(server, target, hold: null, arguments);
        program.WaitForEnd(Limit).Succeeded();
    }

    private static void AssertTrue(string backup, int readerVersion, params HashKind[] kinds)
    {
        var path = Path.Combine(backup, ManifestDocument.FileName);
        var manifest = ManifestDocument.Read(File.ReadAllBytes(path), path);
        Assert.Equal(readerVersion, manifest.MinimumReaderVersion);
        Assert.Equal(kinds.Order(), manifest.Files.Select(file => file.HashKind).Distinct().Order());
        foreach (var file in manifest.Files)
        {
            var content = File.ReadAllBytes(Path.Combine(backup, file.Path));
            var hash = file.HashKind == HashKind.Sha256 ? Convert.ToHexStringLower(SHA256.HashData(content)) : $"{Xxh64.Compute(content):x16}";
            Assert.Equal((file.Path, hash), (file.Path, Assert.Single(file.Hashes)));
        }
    }

    private static void AssertDamageIsFound(TemporaryDirectory place, string name, string kind)
    {
        var path = Path.Combine(place["full"], name);
        var content = File.ReadAllBytes(path);
        content[^1] ^= 1;
        File.WriteAllBytes(path, content);
        var result = UnderstudyProgram.Run("restore", place["full"], "--datadir", place["damaged " + Path.GetFileName(name)]);
        Assert.Equal(20, UnderstudyProgram.Run("verify", place["full"]).ExitCode);
        content[^1] ^= 1;
        File.WriteAllBytes(path, content);
        Assert.Equal(20, result.ExitCode);
        Assert.Contains($"{path} is damaged: the {kind} of its range 0", result.ErrorOutput, StringComparison.Ordinal);
    }
}
