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

    /// <summary>Reads the keys, if the server encrypts and they can be had.</summary>
    /// <exception cref="FailureException">The server's key file is not usable.</exception>
    internal static EncryptionKeys? TryLoad(ServerFacts facts)
    {
        if (facts.Plugins.Encryption is null)
        {
            return null;
        }

        var keys = EncryptionKeyFile.Load(name => Setting(facts, name), keyFile: null, password: null, mode: null);
        return keys == EncryptionKeys.None ? null : keys;
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
