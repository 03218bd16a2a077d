namespace Understudy.Engine.Backup.Sources;

/// <summary>Storage engines by the names that the server uses.</summary>
internal static class EngineNames
{
    internal const string InnoDb = "InnoDB";
    internal const string Aria = "Aria";
    internal const string MyIsam = "MyISAM";
    internal const string Merge = "MRG_MyISAM";
    internal const string Archive = "ARCHIVE";
    internal const string Csv = "CSV";
    internal const string RocksDb = "ROCKSDB";
    internal const string Other = "other";
}
