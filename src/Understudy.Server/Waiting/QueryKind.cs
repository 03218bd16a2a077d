namespace Understudy.Server;

/// <summary>Which statements to wait for, or to end.</summary>
public enum QueryKind
{
    /// <summary>All.</summary>
    All,

    /// <summary>Those that may change something: INSERT, UPDATE, DELETE, REPLACE, LOAD, CALL and DDL.</summary>
    Update,

    /// <summary>Those that read.</summary>
    Select,
}
