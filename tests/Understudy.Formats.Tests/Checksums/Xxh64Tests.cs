using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats.Checksums;

namespace Understudy.Formats.Tests.Checksums;

public sealed class Xxh64Tests
{
    [Theory]
    [InlineData("", 0xEF46DB3751D8E999)]
    [InlineData("a", 0xD24EC4F1A98C6E5B)]
    [InlineData("abc", 0x44BC2CF5AD770999)]
    [InlineData("Nobody inspects the spammish repetition", 0xFBCEA83C8A378BF1)]
    public void Compute_OfPublishedTexts_IsThePublishedHash(string text, ulong expected) =>
        Assert.Equal(expected, Xxh64.Compute(System.Text.Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Compute_OfEveryShortLength_IsWhatTheOriginalProgramPrints() =>
        Assert.Equal(Xxh64Vectors.OfShortFiles, Enumerable.Range(0, Xxh64Vectors.OfShortFiles.Length).Select(length => Xxh64.Compute(Content(length))));

    [Fact]
    public void Compute_OfLongerContent_IsWhatTheOriginalProgramPrints() =>
        Assert.All(Xxh64Vectors.OfLongerFiles, vector => Assert.Equal(vector.Hash, Xxh64.Compute(Content(vector.Length))));

    [Fact]
    public void Append_InTwoPiecesCutAnywhere_GivesTheHashOfTheWhole()
    {
        var hash = new Xxh64();
        for (var length = 0; length < Xxh64Vectors.OfShortFiles.Length; length++)
        {
            var content = Content(length);
            for (var cut = 0; cut <= length; cut++)
            {
                hash.Append(content.AsSpan(0, cut));
                hash.Append(content.AsSpan(cut));
                Assert.Equal(Xxh64Vectors.OfShortFiles[length], hash.Finish());
            }
        }
    }

    [Fact]
    public void Append_InAnyPieces_GivesTheHashOfTheWhole() => Prop.ForAll<byte[][]>(pieces =>
    {
        var hash = new Xxh64();
        foreach (var piece in pieces)
        {
            hash.Append(piece);
        }

        return hash.Finish() == Xxh64.Compute([.. pieces.SelectMany(piece => piece)]);
    }).QuickCheckThrowOnFailure();

    private static byte[] Content(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((31 * i) + 7))];
}
