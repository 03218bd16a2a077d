using System.Security.Cryptography;
using Understudy.Engine.Copying;

namespace Understudy.Engine.Tests.Copying;

public sealed class RangeHasherTests
{
    [Fact]
    public void Finish_OfNothing_IsTheHashOfAnEmptyFile()
    {
        using var hasher = new RangeHasher();
        Assert.Equal(["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"], hasher.Finish());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public void Append_InPieces_GivesTheHashOfTheWhole(int piece)
    {
        var bytes = new byte[10_000];
        new Random(1).NextBytes(bytes);
        using var hasher = new RangeHasher();
        for (var at = 0; at < bytes.Length; at += piece)
        {
            hasher.Append(bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)));
        }

        Assert.Equal([Convert.ToHexStringLower(SHA256.HashData(bytes))], hasher.Finish());
    }

    [Fact]
    public void Finish_StartsAnew()
    {
        using var hasher = new RangeHasher();
        hasher.Append([1, 2, 3]);
        var first = hasher.Finish();
        hasher.Append([1, 2, 3]);
        Assert.Equal(first, hasher.Finish());
    }
}
