using Understudy.Engine.Backup;
using Understudy.Engine.Tests.Doubles;
using Understudy.Formats.Manifest;
using Understudy.Storage;

namespace Understudy.Engine.Tests.Verify;

/// <summary>A backup whose files are as they would be clones that nobody has read.</summary>
internal sealed class UnverifiedBackup : IDisposable
{
    private readonly IdleDataDirectory _place = new();

    internal UnverifiedBackup(HashKind kind = HashKind.Xxh64)
    {
        Path = _place.NewTarget();
        new BackupOperation(
            new BackupOptions { Connection = _place.Server.Options, TargetDirectory = Path, Parallel = 2, HashKind = kind },
            new OperationProgress(),
            new RecordedEvents()).Run(CancellationToken.None);
        Verified = ManifestBytes();
        var manifest = Manifest;
        Write((manifest with { Files = [.. manifest.Files.Select(Unread)] }).WithReaderVersion());
    }

    internal string Path { get; }

    /// <summary>The manifest as it is when everything is verified.</summary>
    internal byte[] Verified { get; }

    internal BackupManifest Manifest => BackupDirectory.Open(Path).Manifest;

    internal IEnumerable<string> Unverified => Manifest.UnverifiedFiles.Select(file => file.Path);

    internal string NewDirectory() => _place.NewTarget();

    internal string PathOf(string file) => System.IO.Path.Combine(Path, file);

    internal byte[] ManifestBytes() => File.ReadAllBytes(PathOf(ManifestDocument.FileName));

    internal void Write(BackupManifest manifest) =>
        DurableFile.Publish(PathOf(ManifestDocument.FileName), stream => ManifestDocument.Write(manifest, stream));

    internal void Damage(string file, uint page)
    {
        using var handle = File.OpenHandle(PathOf(file), FileMode.Open, FileAccess.Write);
        RandomAccess.Write(handle, "damage"u8, (page * 16384L) + 5000);
    }

    public void Dispose() => _place.Dispose();

    private static ManifestFile Unread(ManifestFile file) => file.Role is ManifestFileRole.Metadata or ManifestFileRole.RedoLog
        ? file
        : file.WithHashes(file.HashKind, []) with { Unverified = true };
}
