using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Understudy.Formats.Manifest;

namespace Understudy.Fuzz.Inputs;

/// <summary>A manifest, made here, and the means to make a changed one look whole.</summary>
public static class MadeManifest
{
    private const string Head = ",\n  \"checksum\": \"";
    private const string End = "\"\n}\n";

    /// <summary>Bytes of the checksum member and what closes the document.</summary>
    public static int TailBytes => Head.Length + (2 * SHA256.HashSizeInBytes) + End.Length;

    /// <summary>Puts the right checksum at the end.</summary>
    public static void Seal(Span<byte> document)
    {
        var body = document[..^TailBytes];
        var tail = Head + Convert.ToHexStringLower(SHA256.HashData(body)) + End;
        Encoding.ASCII.GetBytes(tail, document[^TailBytes..]);
    }

    /// <summary>The manifest, and for each value in it manifests that have something else in its place.</summary>
    public static IReadOnlyList<byte[]> Variants()
    {
        var variants = new List<byte[]> { Bytes() };
        var count = Descendants(Parse()).Count();
        foreach (var other in new[] { "null", "[]", "{}", "-1", "\"\"", "1e99", "[null]", "9223372036854775807" })
        {
            for (var i = 0; i < count; i++)
            {
                var root = Parse();
                Descendants(root).ElementAt(i).ReplaceWith(JsonNode.Parse(other));
                variants.Add(Finish(root));
            }
        }

        return variants;
    }

    /// <summary>The bytes of a manifest.</summary>
    public static byte[] Bytes()
    {
        using var stream = new MemoryStream();
        ManifestDocument.Write(Make(), stream);
        return stream.ToArray();
    }

    private static BackupManifest Make() => new()
    {
        Id = new Guid("c15c37f6-e59d-11f1-8294-02fc00000001"),
        ToolVersion = "0.1.0",
        StartedAt = DateTimeOffset.UnixEpoch,
        BackupTime = DateTimeOffset.UnixEpoch,
        EndedAt = DateTimeOffset.UnixEpoch,
        Server = new ManifestServer
        {
            Version = "10.11.19",
            HostName = "h",
            DataDirectory = "/d",
            InnoDbPageSizeBytes = 16384,
            InnoDbDataFilePath = "ibdata1",
        },
        BackupPoint = new ManifestBackupPoint { Lsn = 5, BinaryLog = new ManifestBinaryLog("b.000001", 4, "0-1-2") },
        InnoDb = new ManifestInnoDb { CheckpointLsn = 1, CheckpointEndLsn = 2, LastCheckpointLsn = 3, EndLsn = 5 },
        Stages = [new ManifestStage("START", DateTimeOffset.UnixEpoch, 0.1, 0.2, 3, 4)],
        DamagedPages = [new ManifestDamage("d/t.ibd", 7, [1, 2])],
        Directories = ["d"],
        Files =
        [
            new ManifestFile
            {
                Path = "d/t.ibd",
                Size = 10,
                Sha256 = [new string('a', 64)],
                Role = ManifestFileRole.Data,
            },
            new ManifestFile
            {
                Path = "d/u.ibd",
                Size = 10,
                Xxh64 = [new string('a', 16)],
                Compression = "zstd",
                StoredSize = 5,
                StoredXxh64 = new string('b', 16),
                Role = ManifestFileRole.Data,
            },
        ],
    };

    private static JsonObject Parse()
    {
        var root = JsonNode.Parse(Bytes())!.AsObject();
        root.Remove("checksum");
        return root;
    }

    private static IEnumerable<JsonNode> Descendants(JsonNode node)
    {
        var children = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray elements => elements,
            _ => [],
        };
        foreach (var child in children.OfType<JsonNode>())
        {
            yield return child;
            foreach (var below in Descendants(child))
            {
                yield return below;
            }
        }
    }

    private static byte[] Finish(JsonObject root)
    {
        var json = root.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
        byte[] document = [.. Encoding.UTF8.GetBytes(json.TrimEnd('}', '\n')), .. new byte[TailBytes]];
        Seal(document);
        return document;
    }
}
