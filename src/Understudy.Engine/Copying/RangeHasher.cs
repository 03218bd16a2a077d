using Understudy.Formats.Checksums;
using Understudy.Formats.Manifest;

namespace Understudy.Engine.Copying;

/// <summary>Hashes a file that arrives from front to back, range by range, as the manifest lists it.</summary>
/// <param name="kind">By which hash.</param>
internal sealed class RangeHasher(HashKind kind) : IDisposable
{
    private readonly ContentHash _hash = ContentHash.Create(kind);
    private readonly List<string> _finished = [];
    private long _position;

    /// <summary>Takes the next bytes.</summary>
    internal void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_position > 0 && _position % ManifestDocument.HashRangeBytes == 0)
            {
                EndRange();
            }

            var room = ManifestDocument.HashRangeBytes - (_position % ManifestDocument.HashRangeBytes);
            var part = bytes[..(int)Math.Min(room, bytes.Length)];
            _hash.Append(part);
            _position += part.Length;
            bytes = bytes[part.Length..];
        }
    }

    /// <summary>Ends the file and starts anew.</summary>
    /// <returns>The hashes in lower-case hexadecimal, one for each range begun, at least one.</returns>
    internal string[] Finish()
    {
        EndRange();
        var result = _finished.ToArray();
        _finished.Clear();
        _position = 0;
        return result;
    }

    public void Dispose() => _hash.Dispose();

    private void EndRange() => _finished.Add(_hash.Finish());
}
