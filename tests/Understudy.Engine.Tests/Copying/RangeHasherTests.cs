using System.Security.Cryptography;
using Understudy.Engine.Copying;
using Understudy.Formats.Checksums;
using Understudy.Formats.Manifest;

namespace Understudy.Engine.Tests.Copying;

public sealed class RangeHasherTests
{
    [Theory]
    [InlineData(HashKind.Sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(HashKind.Xxh64, "ef46db3751d8e999")]
    public void Finish_OfNothing_IsTheHashOfAnEmptyFile(HashKind kind, string expected)
    {
        using var hasher = new RangeHasher(kind);
        Assert.Equal([expected], hasher.Finish());
    }

    [Theory]
    [InlineData(HashKind.Sha256)]
    [InlineData(HashKind.Xxh64)]
    public void Append_BeyondTheEndOfARange_BeginsAnotherHash(HashKind kind)
    {
        var block = new byte[(1 << 25) + 3];
        new Random(2).NextBytes(block);
        using var hasher = new RangeHasher(kind);
        using var range = ContentHash.Create(kind);
        var left = ManifestDocument.HashRangeBytes;
        while (left >= block.Length)
        {
            hasher.Append(block);
            range.Append(block);
            left -= block.Length;
        }

        hasher.Append(block);
        range.Append(block.AsSpan(0, (int)left));
        Assert.Equal([range.Finish(), ContentHash.Compute(kind, block.AsSpan((int)left))], hasher.Finish());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public void Append_InPieces_GivesTheHashOfTheWhole(int piece)
    {
        var bytes = new byte[10_000];
        new Random(1).NextBytes(bytes);
        using var hasher = new RangeHasher(HashKind.Sha256);
        for (var at = 0; at < bytes.Length; at += piece)
        {
            hasher.Append(bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)));
        }

        Assert.Equal([Convert.ToHexStringLower(SHA256.HashData(bytes))], hasher.Finish());
    }

    [Fact]
    public void Finish_StartsAnew()
    {
        using var hasher = new RangeHasher(HashKind.Xxh64);
        hasher.Append([1, 2, 3]);
        var first = hasher.Finish();
        hasher.Append([1, 2, 3]);
        Assert.Equal(first, hasher.Finish());
    }
}
