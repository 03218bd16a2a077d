namespace Understudy.Formats.InnoDb;

/// <summary>The table option ENCRYPTED. Source: fil_encryption_t in storage/innobase/include/fil0crypt.h.</summary>
public enum EncryptionOption : byte
{
    /// <summary>Follows <c>innodb_encrypt_tables</c>.</summary>
    Default = 0,

    /// <summary>ENCRYPTED=YES.</summary>
    On = 1,

    /// <summary>ENCRYPTED=NO.</summary>
    Off = 2,
}
