using Understudy.Formats.Checksums;

namespace Understudy.Formats.Manifest;

/// <summary>
/// Checks that what a manifest says makes sense, whoever wrote it: a right checksum only says that it was not changed by accident.
/// </summary>
internal static class ManifestCheck
{
    private const int ModeDigitsMax = 4;

    /// <summary>Looks for something that makes no sense.</summary>
    /// <returns>Null, or what is wrong.</returns>
    internal static string? FindFault(BackupManifest manifest)
    {
        if (HasNull(manifest.Files) || HasNull(manifest.Directories) || HasNull(manifest.Stages) || HasNull(manifest.Warnings)
            || HasNull(manifest.DamagedPages) || HasNull(manifest.Timeline?.Samples ?? []) || HasNull(manifest.Selection)
            || HasNull(manifest.BackupPoint.ReplicaStatements))
        {
            return "one of its lists has an entry that is null";
        }

        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in manifest.Files)
        {
            if ((FindFault(file) ?? FindUnverifiedFault(manifest, file)) is { } fault)
            {
                return fault;
            }

            if (!paths.Add(file.Path))
            {
                return $"it names the path '{file.Path}' twice";
            }
        }

        return manifest.Directories.FirstOrDefault(path => !IsInside(path)) is { } outside ? NotInside(outside) : null;
    }

    private static string? FindFault(ManifestFile file)
    {
        if (!IsInside(file.Path))
        {
            return NotInside(file.Path);
        }

        if (file.Xxh64 is null == file.Sha256 is null)
        {
            return file.Xxh64 is null
                ? $"the entry of {file.Path} has no hashes of a kind that is known (xxh64, sha256)"
                : $"the entry of {file.Path} has hashes of two kinds";
        }

        if (file.Size < 0 || file.Hashes.Count != (file.Unverified ? 0 : ManifestDocument.RangeCount(file.Size)))
        {
            return $"the entry of {file.Path} has {file.Hashes.Count} hashes for {file.Size} bytes";
        }

        if (FindStoredFault(file) is { } stored)
        {
            return stored;
        }

        if (!file.Hashes.All(hash => IsHash(file.HashKind, hash)))
        {
            return $"the entry of {file.Path} has a hash that is not a {NameOf(file.HashKind)}";
        }

        if (file.ExternalPath is { } external && !(external.StartsWith('/') && IsInside(external[1..])))
        {
            return $"the entry of {file.Path} names the external path '{external}', which is not a plain absolute one";
        }

        if (file.Mode is { } mode && !(mode.Length is > 0 and <= ModeDigitsMax && mode.All(digit => digit is >= '0' and <= '7')))
        {
            return $"the entry of {file.Path} has the mode '{mode}', which is not one to four octal digits";
        }

        return file.User is >= -1 and < uint.MaxValue && file.Group is >= -1 and < uint.MaxValue
            ? null
            : $"the entry of {file.Path} has the owner {file.User}:{file.Group}, which no file has";
    }

    // Clones of a server's files, in a manifest that readers refuse who do not know of such.
    private static string? FindUnverifiedFault(BackupManifest manifest, ManifestFile file)
    {
        if (!file.Unverified)
        {
            return null;
        }

        return manifest.MinimumReaderVersion < BackupManifest.UnverifiedVersion
            || manifest.Increment is not null
            || file.Compression is not null
            || file.Role is ManifestFileRole.RedoLog or ManifestFileRole.Metadata
                ? $"the entry of {file.Path} is unverified, which it cannot be in such a backup"
                : null;
    }

    private static string? FindStoredFault(ManifestFile file)
    {
        if (file.Compression is null)
        {
            return file.StoredSize is null && file.StoredXxh64 is null && file.StoredSha256 is null ? null : $"the entry of {file.Path} has a stored form and no compression";
        }

        if (ManifestCompression.ExtensionOf(file.Compression) is null)
        {
            return $"the entry of {file.Path} has the compression '{file.Compression}', which is not known";
        }

        var (hash, other) = file.HashKind == HashKind.Sha256 ? (file.StoredSha256, file.StoredXxh64) : (file.StoredXxh64, file.StoredSha256);
        return file.StoredSize >= 0 && IsHash(file.HashKind, hash) && other is null
            ? null
            : $"the entry of {file.Path} is compressed and has no size or {NameOf(file.HashKind)} of its stored form";
    }

    private static bool IsHash(HashKind kind, string? hash) => hash?.Length == ContentHash.DigitsOf(kind) && hash.All(char.IsAsciiHexDigitLower);

    private static string NameOf(HashKind kind) => ContentHash.NameOf(kind);

    private static bool HasNull<T>(IEnumerable<T> list)
        where T : class => list.Any(entry => entry is null);

    private static bool IsInside(string path) =>
        path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal) && path.Split('/').All(part => part is not ("" or "." or ".."));

    private static string NotInside(string path) => $"it names the path '{path}', which is not one inside a backup";
}
