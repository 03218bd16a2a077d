namespace Understudy.Formats.Manifest;

/// <summary>A statement that waited for the backup's locks.</summary>
/// <param name="Stage">The stage that was held or asked for when it was seen last.</param>
/// <param name="Seconds">How long it was seen waiting.</param>
/// <param name="User">The account's user name.</param>
/// <param name="Statement">Its beginning, with every literal replaced by <c>?</c>.</param>
public sealed record ManifestBlockedStatement(string Stage, double Seconds, string User, string Statement);
