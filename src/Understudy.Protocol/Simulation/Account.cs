namespace Understudy.Protocol;

/// <summary>What a connection's account may do. It may read, write and define the tables of the model's database in any
/// case.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HasReload">Global RELOAD.</param>
/// <param name="HasLockTables">LOCK TABLES on the database.</param>
/// <param name="IsAdministrator">All other global privileges.</param>
public sealed record Account(string Name, bool HasReload, bool HasLockTables, bool IsAdministrator)
{
    /// <summary>May do everything.</summary>
    public static Account Administrator { get; } = new("root", HasReload: true, HasLockTables: true, IsAdministrator: true);
}
