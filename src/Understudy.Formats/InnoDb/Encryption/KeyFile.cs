using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Understudy.Formats.InnoDb.Encryption;

/// <summary>
/// The key file of the plugin file_key_management, plain or encrypted with a password.
/// Source: plugin/file_key_management/parser.cc.
/// </summary>
public static class KeyFile
{
    /// <summary>The greatest length of a key file in bytes.</summary>
    public const int BytesMax = 1 << 20;

    /// <summary>The greatest length of a password in bytes.</summary>
    public const int PasswordBytesMax = 256;

    private const int SaltBytes = 8;
    private const int AesKeyBytes = 32;
    private const int AesIvBytes = 16;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private static ReadOnlySpan<byte> SaltMark => "Salted__"u8;

    /// <summary>Whether the file is encrypted and needs a password.</summary>
    public static bool IsEncrypted(ReadOnlySpan<byte> file) => file.StartsWith(SaltMark);

    /// <summary>Reads a key file.</summary>
    /// <param name="file">Its content.</param>
    /// <param name="password">The password; empty for a plain file.</param>
    /// <param name="mode">How the server encrypts with the keys.</param>
    /// <exception cref="FailureException">The file or the password is not right.</exception>
    public static EncryptionKeys Read(ReadOnlySpan<byte> file, ReadOnlySpan<byte> password, EncryptionMode mode)
    {
        if (file.Length > BytesMax)
        {
            throw new FailureException(
                FailureKind.Failed, $"the key file has {file.Length} bytes; the server accepts {BytesMax} at most");
        }

        if (!IsEncrypted(file))
        {
            return Parse(Encoding.UTF8.GetString(file), mode);
        }

        if (password.IsEmpty)
        {
            throw new FailureException(
                FailureKind.Failed,
                "the key file is encrypted and no password is given",
                "name the server's file_key_management_filekey");
        }

        return Parse(Encoding.UTF8.GetString(Decrypt(file, password)), mode);
    }

    private static byte[] Decrypt(ReadOnlySpan<byte> file, ReadOnlySpan<byte> password)
    {
        var rest = file[SaltMark.Length..];
        if (rest.Length < SaltBytes + AesIvBytes)
        {
            throw new FailureException(FailureKind.Failed, "the encrypted key file is cut short");
        }

        Span<byte> derived = stackalloc byte[3 * SHA1.HashSizeInBytes];
        Derive(password, rest[..SaltBytes], derived);
        using var aes = Aes.Create();
        aes.Key = derived[..AesKeyBytes].ToArray();
        try
        {
            return aes.DecryptCbc(rest[SaltBytes..], derived.Slice(AesKeyBytes, AesIvBytes));
        }
        catch (CryptographicException e)
        {
            throw new FailureException(
                FailureKind.Failed,
                "the key file cannot be decrypted with the password given",
                "check the server's file_key_management_filekey",
                e);
        }
    }

    internal static void Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, Span<byte> derived)
    {
        byte[] text = [.. password, .. salt];
        byte[] previous = [];
        for (; !derived.IsEmpty; derived = derived[previous.Length..])
        {
            previous = SHA1.HashData([.. previous, .. text]);
            previous.CopyTo(derived);
        }
    }

    private static EncryptionKeys Parse(string text, EncryptionMode mode)
    {
        var keys = new Dictionary<uint, byte[]>();
        var number = 0;
        foreach (var line in text.EnumerateLines())
        {
            number++;
            var rest = line.TrimStart();
            if (!rest.IsEmpty && rest[0] != '#')
            {
                ParseLine(rest, number, keys);
            }
        }

        return keys.ContainsKey(EncryptionKeys.LogKeyId)
            ? new EncryptionKeys(keys, mode)
            : throw new FailureException(FailureKind.Failed, "the key file has no key number 1, which it must have");
    }

    private static void ParseLine(ReadOnlySpan<char> line, int number, Dictionary<uint, byte[]> keys)
    {
        var separator = line.IndexOf(';');
        if (separator < 0
            || !uint.TryParse(line[..separator], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || id == 0)
        {
            throw new FailureException(FailureKind.Failed, $"line {number} of the key file does not begin with a key number");
        }

        var hex = line[(separator + 1)..];
        var digits = hex.IndexOfAnyExcept(HexDigits);
        hex = digits < 0 ? hex : hex[..digits];
        if (hex.Length is not (32 or 48 or 64))
        {
            throw new FailureException(
                FailureKind.Failed,
                $"line {number} of the key file has a key of {hex.Length} hexadecimal digits, expected 32, 48 or 64");
        }

        keys[id] = Convert.FromHexString(hex);
    }
}
