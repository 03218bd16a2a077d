namespace Understudy.Protocol.Tests.Live;

/// <summary>The statements of the model in SQL.</summary>
internal static class SqlTexts
{
    internal static string Of(Statement statement) => statement.Kind switch
    {
        StatementKind.Nothing => "DO 1",
        StatementKind.BackupStage => $"BACKUP STAGE {NameOf(statement.Stage)}",
        StatementKind.BackupLock => $"BACKUP LOCK d.{statement.Table!.Name}",
        StatementKind.BackupUnlock => "BACKUP UNLOCK",
        StatementKind.Begin => "BEGIN",
        StatementKind.Commit => "COMMIT",
        StatementKind.Rollback => "ROLLBACK",
        StatementKind.Select => $"SELECT * FROM d.{statement.Table!.Name} LIMIT 1",
        StatementKind.Insert => $"INSERT INTO d.{statement.Table!.Name} VALUES (1)",
        StatementKind.LockTablesRead => $"LOCK TABLES d.{statement.Table!.Name} READ",
        StatementKind.LockTablesWrite => $"LOCK TABLES d.{statement.Table!.Name} WRITE",
        StatementKind.UnlockTables => "UNLOCK TABLES",
        StatementKind.FlushTablesWithReadLock => "FLUSH TABLES WITH READ LOCK",
        StatementKind.Truncate => $"TRUNCATE TABLE d.{statement.Table!.Name}",
        StatementKind.Alter => $"ALTER TABLE d.{statement.Table!.Name} COMMENT='{Guid.NewGuid()}'",
        StatementKind.CreateView => "CREATE OR REPLACE VIEW d.v AS SELECT 1",
        StatementKind.WriteSystemTable => "REPLACE INTO mysql.time_zone_leap_second VALUES (1, 1)",
        StatementKind.Grant => "GRANT USAGE ON *.* TO grantee@localhost",
        StatementKind.SetReplicaPosition => "SET GLOBAL gtid_slave_pos='5-99-1'",
        StatementKind.FlushBinaryLogs => "FLUSH BINARY LOGS",
        _ => throw new ArgumentOutOfRangeException(nameof(statement), statement.Kind, "no text"),
    };

    private static string NameOf(Stage stage) => stage switch
    {
        Stage.BlockDdl => "BLOCK_DDL",
        Stage.BlockCommit => "BLOCK_COMMIT",
        _ => stage.ToString().ToUpperInvariant(),
    };
}
