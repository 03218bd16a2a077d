namespace Understudy.Engine.Prepare.Increment;

/// <summary>A tablespace file of the backup that is prepared.</summary>
/// <param name="Path">Where it is now.</param>
/// <param name="Space">The tablespace, from its first page; null when that page does not say.</param>
internal sealed record BaseFile(string Path, uint? Space);
