using System.Security.Cryptography;
using System.Text;
using Understudy.Formats.InnoDb;
using Understudy.Formats.InnoDb.Encryption;
using Understudy.Formats.RedoLog;
using Understudy.Formats.RedoLog.Records;

namespace Understudy.Formats.Tests.InnoDb.Encryption;

/// <summary>Values that agree with files of real servers.</summary>
public sealed class EncryptionVectorTests
{
    private const string Key128 = "000102030405060708090A0B0C0D0E0F";
    private const string TablespaceIv = "101112131415161718191A1B1C1D1E1F";

    [Theory]
    [InlineData(Key128, "07FEEF74E1D5036E900EEE118E949293")]
    [InlineData("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", "E9C3EF8AB23453E6F0749CD636E7A88E")]
    public void DeriveKey_OfATablespace_IsTheServers(string key, string expected) =>
        Assert.Equal(
            expected,
            Convert.ToHexString(UnpaddedAes.DeriveKey(Convert.FromHexString(key), Convert.FromHexString(TablespaceIv))));

    [Theory]
    [InlineData(EncryptionMode.Cbc, "2E7DEB54379C46BDFB1733E486975CA722B8783AB1DB14342BD9450DF99C602076322DEA1C")]
    [InlineData(EncryptionMode.Ctr, "56120DCA3C284A2620FBC13EF3B85E8A425DC0E247A45FE3826BCE82589158453E7FA165E8")]
    public void Encrypt_AndBack_IsTheServers(EncryptionMode mode, string expected)
    {
        using var aes = new UnpaddedAes(Convert.FromHexString("07FEEF74E1D5036E900EEE118E949293"), mode);
        var plain = Enumerable.Range(0, 37).Select(i => (byte)i).ToArray();
        var data = plain.ToArray();
        var iv = Convert.FromHexString("05000000030000005544332211000000");
        aes.Encrypt(data, iv);
        Assert.Equal(expected, Convert.ToHexString(data));
        aes.Decrypt(data, iv);
        Assert.Equal(plain, data);
    }

    [Fact]
    public void PageCipher_TakesItsVectorFromThePage()
    {
        var keys = KeyFile.Read(Encoding.ASCII.GetBytes($"1;{Key128}\n"), [], EncryptionMode.Cbc);
        var iv = CipherBlock.Read(Convert.FromHexString(TablespaceIv));
        var metadata = new EncryptionMetadata(1, iv, 1, 1, EncryptionOption.On);
        using var cipher = PageCipher.Create(new SpaceId(5), metadata, keys, 1)!;
        var page = new byte[100];
        page[7] = 3;
        Convert.FromHexString("0000001122334455").CopyTo(page, 16);
        for (var i = 0; i < 37; i++)
        {
            page[26 + i] = (byte)i;
        }

        cipher.Encrypt(page, 26, 63);
        Assert.Equal("2E7DEB54379C46BDFB1733E486975CA7", Convert.ToHexString(page, 26, 16));
        Assert.Equal("76322DEA1C00", Convert.ToHexString(page, 58, 6));
        Assert.Null(PageCipher.Create(new SpaceId(5), metadata with { KeyId = 2 }, keys, 1));
        Assert.Null(PageCipher.Create(new SpaceId(5), metadata, keys, 2));
    }

    [Fact]
    public void RedoLogCipher_DecryptsARealMiniTransaction()
    {
        var keys = KeyFile.Read("1;770A8A65DA156D24EE2A093277530142"u8, [], EncryptionMode.Cbc);
        var message = CipherBlock.Read(Convert.FromHexString("38c43f4b93cb21e08760dec2356b1c68"));
        var header = new RedoLogHeader(
            RedoLogFormat.PhysicalEncrypted, new Lsn(12288), "Backup", new RedoLogEncryption(1, 1, message, 0));
        using var cipher = RedoLogCipher.Create(header, keys);
        var records = Convert.FromHexString("faad99b3c7bc5898cec870");
        Assert.True(cipher.TryDecrypt(records, Convert.FromHexString("000000000000b85c")));
        Assert.Equal("FA0000000000000000B85C", Convert.ToHexString(records));
    }

    [Fact]
    public void KeyFile_Encrypted_IsReadWithItsPassword()
    {
        var derived = new byte[60];
        var salt = Convert.FromHexString("0102030405060708");
        KeyFile.Derive("secret"u8, salt, derived);
        Assert.Equal("9471735EE978C27CD122DB2C55C4E7BD75918CD88E52C548C9E1D45AEB71A233", Convert.ToHexString(derived, 0, 32));
        Assert.Equal("9AFBDDD979490616B897B6510BAB48E5", Convert.ToHexString(derived, 32, 16));

        using var aes = Aes.Create();
        aes.Key = derived[..32];
        var content = Encoding.ASCII.GetBytes($"# comment\n\n  1;{Key128} and more\r\n7;{Key128}{Key128}\n");
        byte[] file = [.. "Salted__"u8, .. salt, .. aes.EncryptCbc(content, derived.AsSpan(32, 16))];
        Assert.True(KeyFile.IsEncrypted(file));
        var keys = KeyFile.Read(file, "secret"u8, EncryptionMode.Ctr);
        Assert.Equal(2, keys.Count);
        Assert.True(keys.TryGet(7, 1, out var key) && key.Length == 32);
        Assert.Throws<FailureException>(() => KeyFile.Read(file, [], EncryptionMode.Cbc));
    }

    [Theory]
    [InlineData("2;000102030405060708090A0B0C0D0E0F", "number 1")]
    [InlineData("1;0001", "4 hexadecimal digits")]
    [InlineData("x;0001", "line 1")]
    [InlineData("1;000102030405060708090A0B0C0D0E0F\n0;00", "line 2")]
    public void KeyFile_WrongContent_IsRefused(string content, string expected)
    {
        var e = Assert.Throws<FailureException>(() => KeyFile.Read(Encoding.ASCII.GetBytes(content), [], EncryptionMode.Cbc));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }
}
