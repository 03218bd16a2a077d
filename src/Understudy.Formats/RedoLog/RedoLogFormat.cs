namespace Understudy.Formats.RedoLog;

/// <summary>The format of a redo log file. Source: log_t::FORMAT_* in storage/innobase/include/log0log.h.</summary>
public enum RedoLogFormat
{
    /// <summary>MySQL 8 or from the future. Not supported.</summary>
    Unknown,

    /// <summary>10.8 and later, not encrypted.</summary>
    Physical,

    /// <summary>10.8 and later, encrypted, as written since MDEV-36024 (August 2025).</summary>
    PhysicalEncrypted,

    /// <summary>10.8 and later, encrypted, as written before MDEV-36024.</summary>
    PhysicalEncryptedOld,

    /// <summary>Written by MariaDB before 10.2.2. Not supported.</summary>
    BeforeMariaDb102,

    /// <summary>Written by MariaDB 10.2 or MySQL 5.7. Not supported.</summary>
    MariaDb102,

    /// <summary>Written by MariaDB 10.3. Not supported.</summary>
    MariaDb103,

    /// <summary>Written by MariaDB 10.4. Not supported.</summary>
    MariaDb104,

    /// <summary>Written by MariaDB 10.5, 10.6 or 10.7. Not supported.</summary>
    MariaDb105,
}
