namespace Understudy.Protocol;

/// <summary>A table.</summary>
/// <param name="Name">Its name, with the database.</param>
/// <param name="Engine">Its engine.</param>
public sealed record ModelTable(string Name, TableEngine Engine);
