namespace Understudy.Formats.DdlLog;

/// <summary>What an event of the DDL log is about.</summary>
/// <param name="Engine">
/// The engine's name, or DATABASE, VIEW, TRIGGER, partition, UNKNOWN; may be empty.
/// </param>
/// <param name="IsPartitioned">
/// Whether it is partitioned. The log says no for CREATE … LIKE a partitioned table.
/// </param>
/// <param name="Location">Database and table (for a trigger: the trigger's name).</param>
/// <param name="DefinitionVersion">The version in the table's <c>.frm</c>, or null.</param>
public sealed record DdlLogSubject(string Engine, bool IsPartitioned, DdlLogTable Location, Guid? DefinitionVersion);
