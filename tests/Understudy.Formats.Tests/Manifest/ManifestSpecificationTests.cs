using System.Text.Json.Serialization.Metadata;
using Understudy.Formats.Manifest;
using Understudy.Testing;

namespace Understudy.Formats.Tests.Manifest;

/// <summary>docs/formats/manifest.md must let a stranger write a reader: every field and every role is described there.</summary>
public sealed class ManifestSpecificationTests
{
    private const string Document = "docs/formats/manifest.md";
    private const string Example = "docs/formats/manifest-example.json";

    public static TheoryData<string, string> Sections => new()
    {
        { "### Top level", nameof(BackupManifest) },
        { "### server", nameof(ManifestServer) },
        { "### backupPoint", nameof(ManifestBackupPoint) },
        { "### backupPoint.binaryLog", nameof(ManifestBinaryLog) },
        { "### innoDb", nameof(ManifestInnoDb) },
        { "### increment", nameof(ManifestIncrement) },
        { "### stages", nameof(ManifestStage) },
        { "### timeline", nameof(ManifestTimeline) },
        { "### timeline.samples", nameof(ManifestSample) },
        { "### timeline.longestBlocked", nameof(ManifestBlockedStatement) },
        { "### damagedPages", nameof(ManifestDamage) },
        { "### files", nameof(ManifestFile) },
    };

    [Theory]
    [MemberData(nameof(Sections))]
    public void Specification_OfEveryObject_NamesExactlyItsFields(string heading, string type)
    {
        var written = Type(type).Properties.Where(property => property.Get is not null).Select(property => property.Name);
        var checksum = type == nameof(BackupManifest) ? new[] { "checksum" } : [];
        Assert.Equal(
            written.Concat(checksum).Order(StringComparer.Ordinal),
            Names(heading).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Specification_OfRoles_NamesExactlyTheRoles() =>
        Assert.Equal(Enum.GetNames<ManifestFileRole>(), Names("## Roles, and where a restore puts each file"));

    [Fact]
    public void Example_IsAManifest_ByteForByte()
    {
        var text = string.Join('\n', RepositoryFiles.ReadLines(Example)) + "\n";
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        using var written = new MemoryStream();
        ManifestDocument.Write(ManifestDocument.Read(bytes, Example), written);
        Assert.Equal(text, System.Text.Encoding.UTF8.GetString(written.ToArray()));
    }

    [Fact]
    public void Example_WithAnyByteChanged_IsRefused()
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(string.Join('\n', RepositoryFiles.ReadLines(Example)) + "\n");
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            Assert.Throws<FailureException>(() => ManifestDocument.Read(bytes, Example));
            bytes[i] ^= 1;
        }
    }

    private static string[] Names(string heading) =>
        [.. MarkdownSection.Read(Document, heading).FirstCells.Select(cell => cell.Trim('`'))];

    private static JsonTypeInfo Type(string name) => name switch
    {
        nameof(BackupManifest) => ManifestJson.Default.BackupManifest,
        nameof(ManifestServer) => ManifestJson.Default.ManifestServer,
        nameof(ManifestBackupPoint) => ManifestJson.Default.ManifestBackupPoint,
        nameof(ManifestBinaryLog) => ManifestJson.Default.ManifestBinaryLog,
        nameof(ManifestInnoDb) => ManifestJson.Default.ManifestInnoDb,
        nameof(ManifestIncrement) => ManifestJson.Default.ManifestIncrement,
        nameof(ManifestStage) => ManifestJson.Default.ManifestStage,
        nameof(ManifestTimeline) => ManifestJson.Default.ManifestTimeline,
        nameof(ManifestSample) => ManifestJson.Default.ManifestSample,
        nameof(ManifestBlockedStatement) => ManifestJson.Default.ManifestBlockedStatement,
        nameof(ManifestDamage) => ManifestJson.Default.ManifestDamage,
        nameof(ManifestFile) => ManifestJson.Default.ManifestFile,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
