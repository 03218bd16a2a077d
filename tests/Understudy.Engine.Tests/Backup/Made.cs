using Understudy.Engine.Backup;
using Understudy.Engine.Backup.Copiers;
using Understudy.Engine.Backup.Sources;
using Understudy.Formats;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;

namespace Understudy.Engine.Tests.Backup;

/// <summary>Files and units made up for tests.</summary>
internal static class Made
{
    internal static FileStatus Status(ulong inode, long size = 100, long time = 1) =>
        new(Device: 1, Inode: inode, size, size, Mode: 0x81b0, User: 0, Group: 0, BirthTime: (long)inode, ChangeTime: time, ModifyTime: time);

    internal static SourceFile File(string path, ulong inode, long size = 100) =>
        new(path, "/data/" + path, Status(inode, size), ManifestFileRole.Data, null);

    internal static SourceUnit Tablespace(string path, ulong inode, long size = 100) =>
        new(UnitKind.Tablespace, EngineNames.InnoDb, path.Split('/')[0], Path.GetFileNameWithoutExtension(path), [File(path, inode, size)]);

    internal static CopiedFile Copied(string path, ulong inode, uint space) => new()
    {
        Path = path,
        SourcePath = "/data/" + path,
        SizeBytes = 100,
        Hashes = ["x"],
        Role = ManifestFileRole.Data,
        Database = path.Split('/')[0],
        Status = Status(inode),
        IsStill = true,
        Identity = new TablespaceIdentity(new SpaceId(space), PageLsnSample.None),
    };
}
