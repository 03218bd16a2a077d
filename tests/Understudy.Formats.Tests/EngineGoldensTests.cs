using System.Security.Cryptography;

namespace Understudy.Formats.Tests;

public sealed class EngineGoldensTests
{
    public static TheoryData<string> Versions => EngineGoldens.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public void Files_AreThoseThatWereMade(string version)
    {
        var sums = EngineGoldens.ReadLines(version, "SHA256SUMS")
            .Select(line => line.Split("  ", 2))
            .Where(parts => parts[1] != "SHA256SUMS")
            .ToList();
        Assert.True(sums.Count > 35);
        foreach (var parts in sums)
        {
            Assert.Equal(parts[0], Convert.ToHexStringLower(SHA256.HashData(EngineGoldens.Read(version, parts[1]))));
        }
    }
}
