using System.Security.Cryptography;
using Understudy.Formats.Manifest;

namespace Understudy.Formats.Checksums;

/// <summary>Hashes content that arrives in pieces, by one of the kinds that manifests know.</summary>
public abstract class ContentHash : IDisposable
{
    /// <summary>Begins a hash.</summary>
    public static ContentHash Create(HashKind kind) => kind switch
    {
        HashKind.Xxh64 => new Fast(),
        HashKind.Sha256 => new Cryptographic(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The hash of <paramref name="content"/>, in lower-case hexadecimal.</summary>
    public static string Compute(HashKind kind, ReadOnlySpan<byte> content)
    {
        using var hash = Create(kind);
        hash.Append(content);
        return hash.Finish();
    }

    /// <summary>The number of hexadecimal digits of a hash.</summary>
    public static int DigitsOf(HashKind kind) => 2 * (kind == HashKind.Sha256 ? SHA256.HashSizeInBytes : sizeof(ulong));

    /// <summary>What to call a kind in messages.</summary>
    public static string NameOf(HashKind kind) => kind == HashKind.Sha256 ? "SHA-256" : "XXH64";

    /// <summary>Takes the next bytes.</summary>
    public abstract void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Ends the hash and begins a new one.</summary>
    /// <returns>In lower-case hexadecimal.</returns>
    public abstract string Finish();

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    private sealed class Fast : ContentHash
    {
        private readonly Xxh64 _hash = new();

        public override void Append(ReadOnlySpan<byte> bytes) => _hash.Append(bytes);

        public override string Finish() => _hash.Finish().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }

    private sealed class Cryptographic : ContentHash
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public override void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

        public override string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

        public override void Dispose()
        {
            _hash.Dispose();
            base.Dispose();
        }
    }
}
