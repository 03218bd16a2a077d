using Understudy.Formats.BackupInfo;

namespace Understudy.Formats.Tests.BackupInfo;

public sealed class MetadataFileNamesTests
{
    [Theory]
    [InlineData(10, 11, "xtrabackup_checkpoints", "xtrabackup_slave_info", "xtrabackup_backupfiles")]
    [InlineData(11, 0, "xtrabackup_checkpoints", "xtrabackup_slave_info", "xtrabackup_backupfiles")]
    [InlineData(11, 1, "mariadb_backup_checkpoints", "mariadb_backup_slave_info", "mariadb_backup_files")]
    [InlineData(12, 0, "mariadb_backup_checkpoints", "mariadb_backup_slave_info", "mariadb_backup_files")]
    public void ForServer_AnyVersion_HasThatToolsNames(
        int major, int minor, string checkpoints, string replica, string directory)
    {
        var names = MetadataFileNames.ForServer(major, minor);
        Assert.Equal((checkpoints, replica, directory), (names.Checkpoints, names.ReplicaInfo, names.DefaultDirectory));
    }

    [Fact]
    public void NewestFirst_HoldsBoth()
        => Assert.Equal([MetadataFileNames.New, MetadataFileNames.Old], MetadataFileNames.NewestFirst);
}
