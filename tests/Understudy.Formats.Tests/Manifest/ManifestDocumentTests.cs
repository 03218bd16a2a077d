using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.Manifest;

namespace Understudy.Formats.Tests.Manifest;

public sealed class ManifestDocumentTests
{
    private static readonly byte[] Good = Manifests.Bytes(Manifests.Make(Manifests.File("d/t.ibd") with { SpaceId = 7, Engine = "InnoDB" }));

    [Fact]
    public void Read_OfWhatWasWritten_IsTheSame()
    {
        var read = ManifestDocument.Read(Good, "m");
        Assert.Equal(Good, Manifests.Bytes(read));
        var file = Assert.Single(read.Files);
        Assert.Equal((7u, "InnoDB", ManifestFileRole.Data), (file.SpaceId, file.Engine, file.Role));
        Assert.Equal(4711, read.BackupPoint.BinaryLog!.Position);
    }

    [Fact]
    public void Write_IsJsonThatOthersCanRead()
    {
        using var document = System.Text.Json.JsonDocument.Parse(Good);
        Assert.Equal("binlog.000001", document.RootElement.GetProperty("backupPoint").GetProperty("binaryLog").GetProperty("file").GetString());
        Assert.Equal(64, document.RootElement.GetProperty("checksum").GetString()!.Length);
    }

    [Fact]
    public void Read_CutShortAnywhere_IsRefused()
    {
        for (var length = 0; length < Good.Length; length++)
        {
            Refused(Good.AsSpan(0, length));
        }
    }

    [Fact]
    public void Read_WithAnyByteChanged_IsRefused() => Prop.ForAll(
        Gen.Choose(0, Good.Length - 1).ToArbitrary(),
        Gen.Choose(1, 255).ToArbitrary(),
        (at, change) =>
        {
            var bytes = (byte[])Good.Clone();
            bytes[at] ^= (byte)change;
            Refused(bytes);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_ArbitraryBytes_OnlyEverRefuses() =>
        Prop.ForAll<byte[]>(bytes => Refused(bytes)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("d/../../x")]
    [InlineData("d//x")]
    [InlineData("./x")]
    [InlineData("")]
    public void Read_PathThatLeadsElsewhere_IsRefused(string path)
    {
        Refused(Manifests.Bytes(Manifests.Make(Manifests.File(path))));
        Refused(Manifests.Bytes(Manifests.Make() with { Directories = [path] }));
    }

    [Fact]
    public void Read_VersionFromTheFuture_SaysWhatToUse()
    {
        var error = Assert.Throws<FailureException>(() => ManifestDocument.Read(
            Manifests.Bytes(Manifests.Make() with { Version = 9, MinimumReaderVersion = 9, ToolVersion = "3.2.1" }), "m"));
        Assert.Contains("3.2.1", error.Hint!, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WrongNumberOfHashes_IsRefused() =>
        Refused(Manifests.Bytes(Manifests.Make(Manifests.File("a") with { Size = ManifestDocument.HashRangeBytes + 1 })));

    [Fact]
    public void Read_TextThatIsNotAManifest_IsRefused() => Refused(Encoding.UTF8.GetBytes("{}"));

    [Theory]
    [InlineData("relative")]
    [InlineData("../up")]
    [InlineData("/tmp/../up")]
    [InlineData("/tmp/./here")]
    [InlineData("/tmp//twice")]
    [InlineData("/tmp/zero\0byte")]
    [InlineData("/")]
    [InlineData("")]
    public void Read_ExternalPathThatIsNotPlainlyAbsolute_IsRefused(string path) =>
        Refused(Manifests.Bytes(Manifests.Make(Manifests.File("a") with { ExternalPath = path })));

    [Theory]
    [InlineData("")]
    [InlineData("8")]
    [InlineData("rw-")]
    [InlineData("77777")]
    public void Read_ModeThatIsNone_IsRefused(string mode) =>
        Refused(Manifests.Bytes(Manifests.Make(Manifests.File("a") with { Mode = mode })));

    [Theory]
    [InlineData(-2)]
    [InlineData(uint.MaxValue)]
    [InlineData(long.MaxValue)]
    public void Read_OwnerThatIsNone_IsRefused(long owner)
    {
        Refused(Manifests.Bytes(Manifests.Make(Manifests.File("a") with { User = owner })));
        Refused(Manifests.Bytes(Manifests.Make(Manifests.File("a") with { Group = owner })));
    }

    [Fact]
    public void Read_HashThatIsNone_IsRefused() =>
        Refused(Manifests.Bytes(Manifests.Make(Manifests.File("a") with { Sha256 = [new string('g', 64)] })));

    [Fact]
    public void Read_SamePathTwice_IsRefused() => Refused(Manifests.Bytes(Manifests.Make(Manifests.File("a"), Manifests.File("a"))));

    [Fact]
    public void Read_ListWithNull_IsRefused()
    {
        var manifest = Manifests.Make(Manifests.File("a"));
        Refused(Manifests.Bytes(manifest with { Files = [null!] }));
        Refused(Manifests.Bytes(manifest with { Directories = [null!] }));
        Refused(Manifests.Bytes(manifest with { Stages = [null!] }));
        Refused(Manifests.Bytes(manifest with { Warnings = [null!] }));
        Refused(Manifests.Bytes(manifest with { DamagedPages = [null!] }));
        Refused(Manifests.Bytes(Manifests.Make(Manifests.File("a") with { Sha256 = [null!] })));
        Refused(Manifests.Bytes(manifest with { BackupPoint = manifest.BackupPoint with { ReplicaStatements = [null!] } }));
    }

    private static void Refused(ReadOnlySpan<byte> bytes)
    {
        var copy = bytes.ToArray();
        var error = Assert.Throws<FailureException>(() => ManifestDocument.Read(copy, "m"));
        Assert.Equal(FailureKind.BackupMissing, error.Kind);
    }
}
