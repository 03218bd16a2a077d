namespace Understudy.Testing;

/// <summary>What may be written to a table of the workload.</summary>
internal enum WritePattern
{
    /// <summary>Nothing: only its definition matters.</summary>
    None,

    /// <summary>Rows are added only.</summary>
    InsertOnly,

    /// <summary>Rows are added and removed, found by the column k.</summary>
    NoPrimaryKey,

    /// <summary>Rows are added, changed and removed, found by the primary key.</summary>
    Full,

    /// <summary>As <see cref="Full"/>, and several statements may form one transaction.</summary>
    Transactional,
}
