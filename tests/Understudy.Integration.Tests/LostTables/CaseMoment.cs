namespace Understudy.Integration.Tests.LostTables;

/// <summary>When in a backup a case does its work.</summary>
internal enum CaseMoment
{
    /// <summary>In stage START, with tables whose turn to be copied has not come.</summary>
    BeforeCopy,

    /// <summary>In stage START, with tables that are copied already.</summary>
    AfterCopy,

    /// <summary>In stage FLUSH, when the tables nobody uses are copied and a running writer keeps BLOCK_DDL waiting.</summary>
    AfterFlush,
}
