using Understudy.Formats.Manifest;

namespace Understudy.Formats.Tests.Manifest;

/// <summary>Manifests made up for tests.</summary>
public static class Manifests
{
    public static ManifestFile File(string path) => new() { Path = path, Size = 3, Xxh64 = [new string('a', 16)], Role = ManifestFileRole.Data };

    public static byte[] Bytes(BackupManifest manifest)
    {
        using var stream = new MemoryStream();
        ManifestDocument.Write(manifest, stream);
        return stream.ToArray();
    }

    public static BackupManifest Make(params ManifestFile[] files) => new()
    {
        Id = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"),
        ToolVersion = "0.1.0",
        StartedAt = DateTimeOffset.UnixEpoch,
        BackupTime = DateTimeOffset.UnixEpoch,
        EndedAt = DateTimeOffset.UnixEpoch,
        Server = new ManifestServer
        {
            Version = "11.8.6-MariaDB",
            HostName = "db1",
            DataDirectory = "/var/lib/mysql",
            InnoDbPageSizeBytes = 16384,
            InnoDbDataFilePath = "ibdata1:12M:autoextend",
        },
        BackupPoint = new ManifestBackupPoint { Lsn = 2000, BinaryLog = new ManifestBinaryLog("binlog.000001", 4711, "0-1-2") },
        InnoDb = new ManifestInnoDb { CheckpointLsn = 1000, CheckpointEndLsn = 1500, LastCheckpointLsn = 1800, EndLsn = 2000 },
        Stages = [new ManifestStage("START", DateTimeOffset.UnixEpoch, 0.1, 2.5, 7, 700)],
        Directories = ["d"],
        Files = files,
    };
}
