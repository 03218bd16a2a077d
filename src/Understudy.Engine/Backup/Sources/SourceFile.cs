using Understudy.Formats.Manifest;
using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Sources;

/// <summary>A file of the server.</summary>
/// <param name="Path">Its path in the backup, relative, with '/'.</param>
/// <param name="FullPath">Where it is now.</param>
/// <param name="Status">Its status when it was listed.</param>
/// <param name="Role">What a restore has to know.</param>
/// <param name="ExternalPath">Its place when that is outside the data directory, else null.</param>
internal sealed record SourceFile(string Path, string FullPath, FileStatus Status, ManifestFileRole Role, string? ExternalPath);
