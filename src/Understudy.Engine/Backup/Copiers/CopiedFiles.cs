using Understudy.Engine.Backup.Sources;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>Makes catalog entries.</summary>
internal static class CopiedFiles
{
    internal static CopiedFile Of(SourceUnit unit, SourceFile file, long sizeBytes, IReadOnlyList<string> hashes) => new()
    {
        Path = file.Path,
        SourcePath = file.FullPath,
        SizeBytes = sizeBytes,
        Hashes = hashes,
        Role = file.Role,
        Engine = unit.Engine,
        Database = unit.Database,
        Table = unit.Table,
        ExternalPath = file.ExternalPath,
    };
}
