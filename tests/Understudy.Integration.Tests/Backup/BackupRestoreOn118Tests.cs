namespace Understudy.Integration.Tests.Backup;

public sealed class BackupRestoreOn118Tests() : BackupRestoreTests("11.8");
