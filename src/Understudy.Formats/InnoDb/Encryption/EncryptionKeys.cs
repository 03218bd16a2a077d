using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Understudy.Formats.InnoDb.Encryption;

/// <summary>
/// The keys of a server, and how it encrypts with them. The plugin file_key_management knows only one version of each key.
/// Immutable.
/// </summary>
public sealed class EncryptionKeys
{
    /// <summary>The version of every key of file_key_management, and the one that pages are encrypted with here.</summary>
    public const uint KeyVersion = 1;

    /// <summary>The number of the key that encrypts the redo log.</summary>
    public const uint LogKeyId = 1;

    /// <summary>No keys.</summary>
    public static readonly EncryptionKeys None = new(new Dictionary<uint, byte[]>(), EncryptionMode.Cbc);

    /// <summary>
    /// The keys of the plugin debug_key_management, with which MariaDB's own tests run: they are known to everybody, and
    /// there is one for each version. Source: plugin/debug_key_management.
    /// </summary>
    public static readonly EncryptionKeys OfDebugPlugin = new(new Dictionary<uint, byte[]>(), EncryptionMode.Cbc) { _isDebug = true };

    /// <summary>What to do when a key is missing.</summary>
    internal const string MissingHint = "name the key file of the server's file_key_management with --encryption-key-file; "
        + "of servers with another key plugin, whose keys are elsewhere, mariadb-backup of that server prepares the backup";

    private const uint DebugKeyId = 1;
    private const int DebugKeyBytes = 16;

    private readonly IReadOnlyDictionary<uint, byte[]> _keys;
    private bool _isDebug;

    internal EncryptionKeys(IReadOnlyDictionary<uint, byte[]> keys, EncryptionMode mode)
    {
        _keys = keys;
        Mode = mode;
    }

    /// <summary>How the server encrypts.</summary>
    public EncryptionMode Mode { get; }

    /// <summary>How many keys there are.</summary>
    public int Count => _keys.Count;

    /// <summary>Finds a key.</summary>
    /// <param name="keyId">Its number.</param>
    /// <param name="version">Its version.</param>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <returns>False when there is no such key.</returns>
    public bool TryGet(uint keyId, uint version, [NotNullWhen(true)] out byte[]? key)
    {
        key = null;
        if (_isDebug && keyId == DebugKeyId && version != 0)
        {
            key = new byte[DebugKeyBytes];
            BinaryPrimitives.WriteUInt32BigEndian(key, version);
            return true;
        }

        return version == KeyVersion && _keys.TryGetValue(keyId, out key);
    }
}
