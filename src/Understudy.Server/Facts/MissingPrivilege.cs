namespace Understudy.Server;

/// <summary>A privilege that the backup user lacks.</summary>
/// <param name="Privilege">Its name, as in GRANT.</param>
/// <param name="Purpose">What it is needed for.</param>
/// <param name="Grant">The statement that gives it.</param>
public sealed record MissingPrivilege(string Privilege, string Purpose, string Grant);
