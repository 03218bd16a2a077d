namespace Understudy.Formats.BackupInfo;

/// <summary>
/// The names of the text files that mariadb-backup writes beside the data: <c>xtrabackup_*</c> for servers before 11.1,
/// <c>mariadb_backup_*</c> from 11.1 on. A reader should look for the new name first, then for the old one.
/// </summary>
public sealed record MetadataFileNames
{
    /// <summary>Option file with the settings that preparing needs; the same name in all versions.</summary>
    public const string BackupMyCnf = "backup-my.cnf";

    /// <summary>Binary log position as InnoDB knows it, made by prepare; the same name in all versions.</summary>
    public const string BinlogPosInnodb = "xtrabackup_binlog_pos_innodb";

    /// <summary>Galera position of the donor; the same name in all versions.</summary>
    public const string DonorGaleraInfo = "donor_galera_info";

    /// <summary>Pages found corrupt; the same name in all versions.</summary>
    public const string CorruptedPages = "innodb_corrupted_pages";

    /// <summary>The names before 11.1.</summary>
    public static readonly MetadataFileNames Old = new("xtrabackup_", "xtrabackup_backupfiles");

    /// <summary>The names from 11.1 on.</summary>
    public static readonly MetadataFileNames New = new("mariadb_backup_", "mariadb_backup_files");

    private MetadataFileNames(string prefix, string defaultDirectory)
    {
        Checkpoints = prefix + "checkpoints";
        Info = prefix + "info";
        BinlogInfo = prefix + "binlog_info";
        ReplicaInfo = prefix + "slave_info";
        GaleraInfo = prefix + "galera_info";
        GaleraInfoSst = prefix + "galera_info_SST";
        DefaultDirectory = defaultDirectory;
    }

    /// <summary>Both, in the order in which a reader should try them.</summary>
    public static IReadOnlyList<MetadataFileNames> NewestFirst { get; } = [New, Old];

    /// <summary>Kind and LSNs of the backup.</summary>
    public string Checkpoints { get; }

    /// <summary>The seventeen lines about the backup.</summary>
    public string Info { get; }

    /// <summary>Binary log position.</summary>
    public string BinlogInfo { get; }

    /// <summary>Replication position of a replica.</summary>
    public string ReplicaInfo { get; }

    /// <summary>Galera position.</summary>
    public string GaleraInfo { get; }

    /// <summary>Galera position as it was received, when prepare found a better one.</summary>
    public string GaleraInfoSst { get; }

    /// <summary>Where backups go when no directory is named.</summary>
    public string DefaultDirectory { get; }

    /// <summary>The names that the mariadb-backup of this server version uses.</summary>
    /// <param name="major">Such as 11 of 11.8.</param>
    /// <param name="minor">Such as 8 of 11.8.</param>
    public static MetadataFileNames ForServer(int major, int minor)
        => (major, minor).CompareTo((11, 1)) < 0 ? Old : New;
}
