using Understudy.Engine.Backup.Sources;

namespace Understudy.Engine.Backup.Passes;

/// <summary>Which units one pass over the server's files looks at.</summary>
/// <param name="Transactional">Tables with a log of their changes: InnoDB and transactional Aria.</param>
/// <param name="Others">Everything else: definitions, and tables of engines without a log.</param>
/// <param name="Database">Only this database, in file name encoding; null for all.</param>
/// <param name="IsFinal">Whether no DDL runs meanwhile, so that the listing is the truth.</param>
/// <param name="Aria">Aria tables; without BACKUP STAGE START their log is not kept, so that they are copied when nothing writes.</param>
/// <param name="InUse">Tables (database, table in file name encoding) to leave alone because statements are using them.</param>
internal sealed record PassScope(
    bool Transactional, bool Others, bool IsFinal = false, string? Database = null, bool Aria = true, IReadOnlySet<(string Database, string Table)>? InUse = null)
{
    internal static readonly PassScope Final = new(Transactional: true, Others: true, IsFinal: true);

    /// <summary>Whether the pass looks at a unit. Whether an Aria table has a log is known only from its header.</summary>
    internal bool Includes(SourceUnit unit) => unit.Kind switch
    {
        _ when Database is not null && unit.Database != Database => false,
        UnitKind.LogTable => false,
        UnitKind.Tablespace => Transactional,
        UnitKind.AriaTable => Aria && !IsInUse(unit),
        _ => Others && !IsInUse(unit),
    };

    private bool IsInUse(SourceUnit unit) => InUse?.Contains((unit.Database, unit.Table)) ?? false;
}
