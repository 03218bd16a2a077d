using Understudy.Engine.Backup.Start;
using Understudy.Engine.Prepare;
using Understudy.Formats;
using Understudy.Formats.InnoDb.Encryption;

namespace Understudy.Engine.Backup.Ahead;

/// <summary>Finds the keys of a server that is backed up and rolled forward at once.</summary>
internal static class ServerKeys
{
    private const string FileNameSetting = "file_key_management_filename";

    /// <summary>Reads the keys.</summary>
    /// <exception cref="FailureException">The server encrypts, and the keys cannot be had.</exception>
    internal static EncryptionKeys Load(ServerFacts facts, PreparedOptions options)
    {
        if (facts.Plugins.Encryption is not { } plugin)
        {
            return EncryptionKeys.None;
        }

        var keys = EncryptionKeyFile.Load(
            name => Setting(facts, name), options.KeyFile, options.KeyFilePassword, options.EncryptionMode);
        return keys != EncryptionKeys.None
            ? keys
            : throw new FailureException(
                FailureKind.Failed,
                $"the server encrypts with the plugin {plugin.Name}, and its keys cannot be read here",
                "name the key file of file_key_management with --encryption-key-file, or leave out --prepared: a backup itself needs no keys");
    }

    private static string? Setting(ServerFacts facts, string name)
    {
        if (!facts.Variables.TryGet(name, out var value) || value.Length == 0)
        {
            return null;
        }

        return name == FileNameSetting ? Path.Combine(facts.Variables.DataDirectory, value) : value;
    }
}
