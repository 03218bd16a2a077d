using System.Security.Cryptography;
using System.Text;
using Understudy.Fault.Tests.Support;
using Understudy.Formats.Manifest;
using Understudy.Testing;

namespace Understudy.Fault.Tests.Incomplete;

/// <summary>A backup that is good, of which tests take copies to spoil.</summary>
public sealed class GoodBackup : IDisposable
{
    private const string ChecksumHead = ",\n  \"checksum\": \"";

    public GoodBackup()
    {
        using var server = MariaDbServer.Start(MariaDbRelease.V10_11);
        server.Execute(
            "CREATE DATABASE f",
            "CREATE TABLE f.i (n INT PRIMARY KEY, t VARCHAR(100)) ENGINE=InnoDB",
            "CREATE TABLE f.m (n INT PRIMARY KEY, t VARCHAR(100)) ENGINE=MyISAM",
            "INSERT INTO f.i SELECT seq, REPEAT('x', 100) FROM f.seq_1_to_1000",
            "INSERT INTO f.m SELECT * FROM f.i");
        Backups.Take(server, Path).Succeeded();
        Backups.Take(server, CompressedPath, "--compress=zstd").Succeeded();
        SourceDirectory = server.DataDirectory;
    }

    internal TemporaryDirectory Place { get; } = new();

    internal string Path => Place["good"];

    /// <summary>A compressed backup of the same server.</summary>
    internal string CompressedPath => Place["compressed"];

    /// <summary>The data directory of the server that was backed up, which has gone.</summary>
    internal string SourceDirectory { get; }

    internal BackupManifest Manifest => Backups.ReadManifest(Path);

    /// <summary>A copy to spoil.</summary>
    internal string Copy(string name) => Copy(Path, name);

    /// <summary>A copy of the compressed backup to spoil.</summary>
    internal string CopyCompressed(string name) => Copy(CompressedPath, name);

    /// <summary>A copy with another manifest, which carries a right checksum.</summary>
    internal string CopyWith(string name, BackupManifest manifest)
    {
        var copy = Copy(name);
        using var file = File.Create(System.IO.Path.Combine(copy, ManifestDocument.FileName));
        ManifestDocument.Write(manifest, file);
        return copy;
    }

    /// <summary>A copy whose manifest was edited as text, and then given a right checksum.</summary>
    internal string CopyEdited(string name, Func<string, string> edit)
    {
        var copy = Copy(name);
        var path = System.IO.Path.Combine(copy, ManifestDocument.FileName);
        var text = File.ReadAllText(path);
        var body = edit(text[..text.LastIndexOf(ChecksumHead, StringComparison.Ordinal)]);
        File.WriteAllText(
            path, $"{body}{ChecksumHead}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))}\"\n}}\n");
        return copy;
    }

    public void Dispose() => Place.Dispose();

    private string Copy(string from, string name)
    {
        RunningProgram.Run("/bin/cp", ["-a", from, Place[name]]).Succeeded();
        return Place[name];
    }
}
