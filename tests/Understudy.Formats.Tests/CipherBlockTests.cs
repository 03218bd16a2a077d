namespace Understudy.Formats.Tests;

/// <summary>16 bytes stay what they are, and count up as one number.</summary>
public sealed class CipherBlockTests
{
    [Theory]
    [InlineData("00000000000000000000000000000000", "00000000000000000000000000000001")]
    [InlineData("0102030405060708090A0B0C0D0E0FFF", "0102030405060708090A0B0C0D0E1000")]
    [InlineData("0102030405060708FFFFFFFFFFFFFFFF", "01020304050607090000000000000000")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", "00000000000000000000000000000000")]
    public void Next_AnyBlock_IsOneMore(string block, string next)
    {
        var bytes = new byte[CipherBlock.Size];
        CipherBlock.Read(Convert.FromHexString(block)).Write(bytes);
        Assert.Equal(block, Convert.ToHexString(bytes));

        CipherBlock.Read(bytes).Next().Write(bytes);
        Assert.Equal(next, Convert.ToHexString(bytes));
    }

    // What a record prints are its properties: one of its own type would go on for ever.
    [Fact]
    public void ToString_AnyBlock_HasBothHalves() =>
        Assert.Equal("CipherBlock { High = 1, Low = 2 }", new CipherBlock(1, 2).ToString());
}
