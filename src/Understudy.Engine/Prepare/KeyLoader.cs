using System.Text;
using Understudy.Engine.Prepare.Files;
using Understudy.Formats;
using Understudy.Formats.InnoDb.Encryption;

namespace Understudy.Engine.Prepare;

/// <summary>Finds and reads the key file.</summary>
internal static class KeyLoader
{
    private const string FilePrefix = "FILE:";

    internal static EncryptionKeys Load(PrepareOptions options, BackupMetadata metadata)
    {
        var path = options.KeyFile ?? metadata.Setting("file_key_management_filename");
        if (string.IsNullOrEmpty(path))
        {
            return EncryptionKeys.None;
        }

        var mode = options.EncryptionMode
            ?? (metadata.Setting("file_key_management_encryption_algorithm") == "aes_ctr" ? EncryptionMode.Ctr : EncryptionMode.Cbc);
        if (BackupMetadata.TryReadSmall(path) is not { } file)
        {
            // The backup names the server's path, which need not exist here; without a key of its own the user is told when
            // an encrypted page comes up.
            return options.KeyFile is null
                ? EncryptionKeys.None
                : throw new FailureException(FailureKind.Failed, $"there is no key file {path}");
        }

        var password = options.KeyFilePassword ?? metadata.Setting("file_key_management_filekey") ?? "";
        return KeyFile.Read(file, ReadPassword(password), mode);
    }

    private static byte[] ReadPassword(string setting)
    {
        if (!setting.StartsWith(FilePrefix, StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetBytes(setting);
        }

        var path = setting[FilePrefix.Length..];
        var bytes = BackupMetadata.TryReadSmall(path)
            ?? throw new FailureException(FailureKind.Failed, $"there is no password file {path}");
        var trimmed = bytes.AsSpan().TrimEnd("\r\n"u8);
        return trimmed[..Math.Min(trimmed.Length, KeyFile.PasswordBytesMax)].ToArray();
    }
}
