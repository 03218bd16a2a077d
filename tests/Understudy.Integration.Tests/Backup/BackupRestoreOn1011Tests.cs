namespace Understudy.Integration.Tests.Backup;

public sealed class BackupRestoreOn1011Tests() : BackupRestoreTests("10.11");
