using System.Text;
using Understudy.Engine.Prepare.Files;
using Understudy.Formats;
using Understudy.Formats.InnoDb.Encryption;

namespace Understudy.Engine.Prepare;

/// <summary>Finds and reads the key file of the plugin file_key_management.</summary>
public static class EncryptionKeyFile
{
    private const string PasswordFilePrefix = "FILE:";
    private const string PluginLoadSetting = "plugin_load";
    private const string DebugPlugin = "debug_key_management=debug_key_management";
    private const string CtrSetting = "aes_ctr";

    /// <summary>Reads the keys.</summary>
    /// <param name="directory">A backup, whose option file says what is not given here; need not be one.</param>
    /// <param name="keyFile">The key file, or null.</param>
    /// <param name="password">The password of an encrypted one, or <c>FILE:</c> and the path of a file with it, or null.</param>
    /// <param name="mode">How the server encrypts, or null.</param>
    /// <returns>No keys when no key file is named, or the one that the backup names is not on this host.</returns>
    /// <exception cref="FailureException">A file that is named here is missing, or is not usable.</exception>
    public static EncryptionKeys Load(string directory, string? keyFile, string? password, EncryptionMode? mode) =>
        Load(BackupMetadata.ReadSettings(directory).GetValueOrDefault, keyFile, password, mode);

    internal static EncryptionKeys Load(
        Func<string, string?> setting, string? keyFile, string? password, EncryptionMode? mode)
    {
        var path = keyFile ?? setting("file_key_management_filename");
        if (string.IsNullOrEmpty(path))
        {
            return setting(PluginLoadSetting)?.Split(';').Contains(DebugPlugin, StringComparer.Ordinal) == true ? EncryptionKeys.OfDebugPlugin : EncryptionKeys.None;
        }

        mode ??= setting("file_key_management_encryption_algorithm") == CtrSetting ? EncryptionMode.Ctr : EncryptionMode.Cbc;
        if (BackupMetadata.TryReadSmall(path) is not { } file)
        {
            // The backup names the server's path, which need not exist here; without a key of its own the user is told when
            // an encrypted page comes up.
            return keyFile is null
                ? EncryptionKeys.None
                : throw new FailureException(FailureKind.Failed, $"there is no key file {path}");
        }

        var secret = ReadPassword(password ?? setting("file_key_management_filekey") ?? "");
        try
        {
            return KeyFile.Read(file, secret, mode.Value);
        }
        catch (FailureException e)
        {
            throw new FailureException(e.Kind, $"{path} cannot be used: {e.Message}", e.Hint, e);
        }
    }

    private static byte[] ReadPassword(string setting)
    {
        if (!setting.StartsWith(PasswordFilePrefix, StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetBytes(setting);
        }

        var path = setting[PasswordFilePrefix.Length..];
        var bytes = BackupMetadata.TryReadSmall(path)
            ?? throw new FailureException(FailureKind.Failed, $"there is no password file {path}");
        var trimmed = bytes.AsSpan().TrimEnd("\r\n"u8);
        return trimmed[..Math.Min(trimmed.Length, KeyFile.PasswordBytesMax)].ToArray();
    }
}
