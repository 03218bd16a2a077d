namespace Understudy.Engine.Backup;

/// <summary>How selecting options are read where Understudy and mariadb-backup differ.</summary>
public enum SelectionRules
{
    /// <summary>
    /// Excluding a table excludes that table only. Expressions are looked for in the names as SQL has them and as files have them.
    /// Names in lists are separated by spaces or commas.
    /// </summary>
    Native,

    /// <summary>
    /// As mariadb-backup does it: excluding a table without any <c>--databases</c> leaves out its whole database. Expressions are looked
    /// for in file names only. Names in lists are separated by spaces.
    /// </summary>
    MariaDbBackup,
}
