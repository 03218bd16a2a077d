namespace Understudy.Engine.Backup.Sources;

/// <summary>What a unit is, as far as copying goes.</summary>
internal enum UnitKind
{
    /// <summary>A definition, trigger, option or link file: small, replaced as a whole by the server.</summary>
    Definition,

    /// <summary>An InnoDB tablespace file.</summary>
    Tablespace,

    /// <summary>An Aria table or partition: index and data file. Transactional or not is known from its header.</summary>
    AriaTable,

    /// <summary>A table of an engine that writes in place without a log: MyISAM, MERGE, ARCHIVE, CSV and others.</summary>
    PlainTable,

    /// <summary>The general or slow log, a CSV or MyISAM table: it grows in every stage.</summary>
    LogTable,
}
