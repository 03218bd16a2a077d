using Understudy.Formats.Manifest;

namespace Understudy.Engine.Restore;

/// <summary>A file of a backup and where it goes.</summary>
/// <param name="File">The file.</param>
/// <param name="Destination">Its absolute place.</param>
/// <param name="Link">A symbolic link to make that leads there, null for none.</param>
internal sealed record PlannedFile(ManifestFile File, string Destination, string? Link);
