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
        Assert.All(
            (ManifestFile[])
            [
                Manifests.File("a").WithHashes(HashKind.Sha256, [new string('g', 64)]),
                Manifests.File("a").WithHashes(HashKind.Sha256, [new string('a', 16)]),
                Manifests.File("a").WithHashes(HashKind.Xxh64, [new string('g', 16)]),
                Manifests.File("a").WithHashes(HashKind.Xxh64, [new string('a', 64)]),
                Manifests.File("a") with { Sha256 = [new string('a', 64)] }, // beside the other kind
            ],
            file => Refused(Manifests.Bytes(Manifests.Make(file))));

    [Fact]
    public void Read_HashesOfAKindFromTheFuture_SaysWhichOnesAreKnown()
    {
        var error = Refused(Manifests.Bytes(Manifests.Make(Manifests.File("a") with { Xxh64 = null })));
        Assert.Contains("a has no hashes of a kind that is known (xxh64, sha256)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HashKind.Xxh64, 16)]
    [InlineData(HashKind.Sha256, 64)]
    public void Read_StoredForm_HasAHashOfTheSameKind(HashKind kind, int digits)
    {
        var hash = new string('a', digits);
        var (xxh64, sha256) = kind == HashKind.Xxh64 ? (hash, (string?)null) : (null, hash);
        var file = Manifests.File("a").WithHashes(kind, [hash]) with { Compression = "zstd", StoredSize = 2, StoredXxh64 = xxh64, StoredSha256 = sha256 };
        var read = ManifestDocument.Read(Manifests.Bytes(Manifests.Make(file)), "m").Files.Single();
        Assert.Equal(kind, read.HashKind);
        Assert.Equal([hash], read.Hashes);
        Refused(Manifests.Bytes(Manifests.Make(file with { StoredXxh64 = sha256, StoredSha256 = xxh64 })));
        Refused(Manifests.Bytes(Manifests.Make(file with { StoredXxh64 = hash, StoredSha256 = hash })));
        Refused(Manifests.Bytes(Manifests.Make(file with { StoredXxh64 = null, StoredSha256 = null })));
    }

    [Fact]
    public void Read_ManifestOfVersion2_HasItsHashes()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Golden", "manifest-version-2.json");
        var manifest = ManifestDocument.Read(File.ReadAllBytes(path), path);
        Assert.Equal(HashKind.Sha256, manifest.HashKind);
        Assert.Equal(
            ["0a1f198bc8b9d588affadd244f21c673458759724b5e4ae3c47c9c6fac29ebe7"],
            manifest.Files.Single(file => file.Path == "shop/orders.frm").Hashes);
    }

    [Fact]
    public void WithReaderVersion_IsThatOfWhatIsInIt()
    {
        var fast = Manifests.File("a");
        var old = fast.WithHashes(HashKind.Sha256, [new string('a', 64)]);
        Assert.Equal(3, Manifests.Make(old, fast).WithReaderVersion().MinimumReaderVersion);
        Assert.Equal(1, Manifests.Make(old).WithReaderVersion().MinimumReaderVersion);
        Assert.Equal(2, Manifests.Make(old with { Compression = "lz4" }).WithReaderVersion().MinimumReaderVersion);
        Assert.Equal(2, (Manifests.Make(old) with { Increment = new ManifestIncrement { FromLsn = 1 } }).WithReaderVersion().MinimumReaderVersion);
    }

    [Theory]
    [InlineData(HashKind.Xxh64)]
    [InlineData(HashKind.Sha256)]
    public void Read_UnverifiedFile_HasNoHashesAndTellsTheirKind(HashKind kind)
    {
        var file = Unverified(kind);
        var manifest = Manifests.Make(file, Manifests.File("b")).WithReaderVersion();
        Assert.Equal((4, 4), (manifest.Version, manifest.MinimumReaderVersion));

        var read = ManifestDocument.Read(Manifests.Bytes(manifest), "m");

        Assert.Equal(Manifests.Bytes(manifest), Manifests.Bytes(read));
        var found = Assert.Single(read.UnverifiedFiles);
        Assert.Equal(("a", kind), (found.Path, found.HashKind));
        Assert.Empty(found.Hashes);
        Assert.Contains("\"unverified\": true", Encoding.UTF8.GetString(Manifests.Bytes(manifest)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnverifiedFileWhereNoneCanBe_IsRefused()
    {
        var good = Manifests.Make(Unverified(HashKind.Xxh64)).WithReaderVersion();
        var file = good.Files[0];
        Assert.All(
            (BackupManifest[])
            [
                good with { MinimumReaderVersion = 3 },
                good with { Increment = new ManifestIncrement { FromLsn = 1 } },
                good with { Files = [file with { Role = ManifestFileRole.RedoLog }] },
                good with { Files = [file with { Role = ManifestFileRole.Metadata }] },
                good with { Files = [file with { Xxh64 = [new string('a', 16)] }] },
                good with { Files = [file with { Xxh64 = null }] },
                good with { Files = [file with { Unverified = false }] },
                good with { Files = [file with { Compression = "zstd", StoredSize = 2, StoredXxh64 = new string('a', 16) }] },
            ],
            manifest => Refused(Manifests.Bytes(manifest)));
    }

    [Fact]
    public void WithReaderVersion_WhenEverythingIsVerified_IsThatOfBefore()
    {
        var before = Manifests.Make(Manifests.File("a")).WithReaderVersion();
        var unverified = (before with { Files = [Unverified(HashKind.Xxh64)] }).WithReaderVersion();
        Assert.Equal(Manifests.Bytes(before), Manifests.Bytes((unverified with { Files = before.Files }).WithReaderVersion()));
        Assert.DoesNotContain("unverified", Encoding.UTF8.GetString(Manifests.Bytes(before)), StringComparison.Ordinal);
        Assert.Equal(2, (before with { Version = 2 }).WithReaderVersion().Version);
    }

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
        Refused(Manifests.Bytes(Manifests.Make(Manifests.File("a") with { Xxh64 = [null!] })));
        Refused(Manifests.Bytes(manifest with { BackupPoint = manifest.BackupPoint with { ReplicaStatements = [null!] } }));
    }

    private static ManifestFile Unverified(HashKind kind) => Manifests.File("a").WithHashes(kind, []) with { Unverified = true };

    private static FailureException Refused(ReadOnlySpan<byte> bytes)
    {
        var copy = bytes.ToArray();
        var error = Assert.Throws<FailureException>(() => ManifestDocument.Read(copy, "m"));
        Assert.Equal(FailureKind.BackupMissing, error.Kind);
        return error;
    }
}
