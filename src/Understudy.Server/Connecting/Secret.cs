using System.Security.Cryptography;
using System.Text;

namespace Understudy.Server;

/// <summary>
/// A password. It is kept as UTF-8 in one pinned place that <see cref="Dispose"/> overwrites, and never turns into text
/// by accident. The client library keeps a copy of its own while a connection is open.
/// </summary>
public sealed class Secret : IDisposable
{
    private readonly byte[] _utf8WithZero;

    /// <summary>Takes over a password; the caller should drop its own copy.</summary>
    /// <exception cref="ArgumentException">The password holds a zero character, which the protocol cannot
    /// carry.</exception>
    public Secret(ReadOnlySpan<char> value)
    {
        if (value.Contains('\0'))
        {
            throw new ArgumentException("a password cannot hold a zero character", nameof(value));
        }

        _utf8WithZero = GC.AllocateArray<byte>(Encoding.UTF8.GetByteCount(value) + 1, pinned: true);
        Encoding.UTF8.GetBytes(value, _utf8WithZero);
    }

    /// <summary>Whether the password is the empty one, or was cleared.</summary>
    public bool IsEmpty => _utf8WithZero[0] == 0;

    /// <summary>The password in UTF-8 with a zero byte at its end, for the client library alone.</summary>
    internal ReadOnlySpan<byte> Utf8WithZero => _utf8WithZero;

    /// <summary>Overwrites the password.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_utf8WithZero);

    /// <summary>Three stars, whatever the password is.</summary>
    public override string ToString() => "***";
}
