using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Understudy.Formats.Manifest;

/// <summary>
/// The bytes of a manifest: JSON whose last member, <c>checksum</c>, is the SHA-256 of everything before that member. A file that
/// was cut short or changed is told from a whole one.
/// </summary>
public static class ManifestDocument
{
    /// <summary>The name of the manifest in a backup.</summary>
    public const string FileName = "understudy.json";

    /// <summary>The size of the ranges whose hashes are listed for each file, in bytes.</summary>
    public const long HashRangeBytes = 1L << 30;

    private const string ChecksumHead = ",\n  \"checksum\": \"";
    private const string Tail = "\"\n}\n";
    private const int HexLength = SHA256.HashSizeInBytes * 2;

    /// <summary>How the JSON ends to which the checksum is added.</summary>
    internal static ReadOnlySpan<byte> JsonEnd => "\n}"u8;

    /// <summary>Writes a manifest, without holding more than a small part of it in memory.</summary>
    public static void Write(BackupManifest manifest, Stream destination)
    {
        using var sealing = new SealingStream(destination);
        JsonSerializer.Serialize(sealing, manifest, ManifestJson.Default.BackupManifest);
        sealing.Seal();
    }

    /// <summary>Makes the end of a document: the checksum and what closes the JSON.</summary>
    internal static byte[] MakeTail(ReadOnlySpan<byte> hash) => Encoding.UTF8.GetBytes(ChecksumHead + Convert.ToHexStringLower(hash) + Tail);

    /// <summary>Reads a manifest.</summary>
    /// <param name="bytes">The content of the file.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="FailureException">It is damaged, not a manifest, or of a version that this program does not know.</exception>
    public static BackupManifest Read(ReadOnlySpan<byte> bytes, string name)
    {
        var bodyLength = bytes.Length - Tail.Length - HexLength - ChecksumHead.Length;
        if (bodyLength <= 0 || !bytes.Slice(bodyLength).StartsWith(Encoding.UTF8.GetBytes(ChecksumHead)) || !bytes.EndsWith(Encoding.UTF8.GetBytes(Tail)))
        {
            throw Damaged(name, "it does not end as a manifest does");
        }

        var expected = Encoding.UTF8.GetString(bytes.Slice(bodyLength + ChecksumHead.Length, HexLength));
        var found = Convert.ToHexStringLower(SHA256.HashData(bytes[..bodyLength]));
        if (expected != found)
        {
            throw Damaged(name, $"its checksum is {found}, expected {expected}");
        }

        return Check(Parse(bytes, name), name);
    }

    private static BackupManifest Parse(ReadOnlySpan<byte> bytes, string name)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, ManifestJson.Default.BackupManifest) ?? throw Damaged(name, "it is empty");
        }
        catch (JsonException e)
        {
            throw Damaged(name, e.Message);
        }
    }

    private static BackupManifest Check(BackupManifest manifest, string name)
    {
        if (manifest.Format != BackupManifest.FormatName)
        {
            throw Damaged(name, $"its format is '{manifest.Format}', expected '{BackupManifest.FormatName}'");
        }

        if (manifest.MinimumReaderVersion > BackupManifest.CurrentVersion)
        {
            throw new FailureException(
                FailureKind.BackupMissing,
                $"{name} needs a reader of version {manifest.MinimumReaderVersion}, this program knows version {BackupManifest.CurrentVersion}",
                $"use the version of understudy that made the backup ({manifest.ToolVersion}) or a later one");
        }

        return ManifestCheck.FindFault(manifest) is { } fault ? throw Damaged(name, fault) : manifest;
    }

    /// <summary>The number of hashes that a file of a size has: one for each range begun, and one for an empty file.</summary>
    public static int RangeCount(long sizeBytes) => sizeBytes <= 0 ? 1 : (int)Math.Min(((sizeBytes - 1) / HashRangeBytes) + 1, int.MaxValue);

    private static FailureException Damaged(string name, string why) => new(
        FailureKind.BackupMissing,
        $"{name} is not a usable manifest: {why}",
        "the backup cannot be trusted: use another one");
}
