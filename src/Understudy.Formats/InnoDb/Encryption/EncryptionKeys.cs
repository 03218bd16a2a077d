using System.Diagnostics.CodeAnalysis;

namespace Understudy.Formats.InnoDb.Encryption;

/// <summary>
/// The keys of a server that uses the plugin file_key_management, and how it encrypts with them. The plugin knows only one
/// version of each key. Immutable.
/// </summary>
public sealed class EncryptionKeys
{
    /// <summary>The version of every key of file_key_management.</summary>
    public const uint KeyVersion = 1;

    /// <summary>The number of the key that encrypts the redo log.</summary>
    public const uint LogKeyId = 1;

    /// <summary>No keys.</summary>
    public static readonly EncryptionKeys None = new(new Dictionary<uint, byte[]>(), EncryptionMode.Cbc);

    private readonly IReadOnlyDictionary<uint, byte[]> _keys;

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
        return version == KeyVersion && _keys.TryGetValue(keyId, out key);
    }
}
