namespace Understudy.Formats.InnoDb.Encryption;

/// <summary>
/// How bytes are encrypted with AES. The files do not tell it: it is a setting of the server
/// (<c>file_key_management_encryption_algorithm</c>).
/// </summary>
public enum EncryptionMode
{
    /// <summary>Cipher block chaining (<c>aes_cbc</c>, the default).</summary>
    Cbc,

    /// <summary>Counter mode (<c>aes_ctr</c>).</summary>
    Ctr,
}
