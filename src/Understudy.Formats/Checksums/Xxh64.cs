using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Understudy.Formats.Checksums;

/// <summary>
/// XXH64 with the seed 0, of bytes that arrive in pieces: a fast hash against accidents, as <c>xxh64sum</c> prints it.
/// <c>XXH64("") = ef46db3751d8e999</c>. Source: the xxHash specification, doc/xxhash_spec.md of the xxHash project.
/// </summary>
public sealed class Xxh64
{
    private const int LaneBytes = sizeof(ulong);
    private const int Lanes = 4;
    private const int StripeBytes = Lanes * LaneBytes;
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;

    private readonly byte[] _rest = new byte[StripeBytes];
    private ulong _lane1;
    private ulong _lane2;
    private ulong _lane3;
    private ulong _lane4;
    private ulong _length;

    /// <summary>Begins a hash.</summary>
    public Xxh64() => Reset();

    private int RestBytes => (int)(_length % StripeBytes);

    /// <summary>The hash of <paramref name="data"/>.</summary>
    public static ulong Compute(ReadOnlySpan<byte> data)
    {
        var hash = new Xxh64();
        hash.Append(data);
        return hash.Finish();
    }

    /// <summary>Takes the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var restBytes = RestBytes;
        _length += (ulong)bytes.Length;
        if (restBytes > 0)
        {
            var missing = Math.Min(StripeBytes - restBytes, bytes.Length);
            bytes[..missing].CopyTo(_rest.AsSpan(restBytes));
            bytes = bytes[missing..];
            if (restBytes + missing < StripeBytes)
            {
                return;
            }

            TakeStripes(_rest);
        }

        var whole = bytes.Length - (bytes.Length % StripeBytes);
        TakeStripes(bytes[..whole]);
        bytes[whole..].CopyTo(_rest);
    }

    /// <summary>Ends the hash and begins a new one.</summary>
    public ulong Finish()
    {
        var hash = _length < StripeBytes ? Prime5 : JoinLanes();
        hash += _length;
        hash = TakeRest(hash, _rest.AsSpan(0, RestBytes));
        Reset();
        return Scatter(hash);
    }

    private void Reset()
    {
        _lane1 = unchecked(Prime1 + Prime2);
        _lane2 = Prime2;
        _lane3 = 0;
        _lane4 = unchecked(0 - Prime1);
        _length = 0;
    }

    // The lanes do not depend on each other, so their multiplications overlap.
    private void TakeStripes(ReadOnlySpan<byte> stripes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(stripes);
        var (lane1, lane2, lane3, lane4) = (_lane1, _lane2, _lane3, _lane4);
        while (words.Length >= Lanes)
        {
            lane1 = Round(lane1, LittleEndian(words[0]));
            lane2 = Round(lane2, LittleEndian(words[1]));
            lane3 = Round(lane3, LittleEndian(words[2]));
            lane4 = Round(lane4, LittleEndian(words[3]));
            words = words[Lanes..];
        }

        (_lane1, _lane2, _lane3, _lane4) = (lane1, lane2, lane3, lane4);
    }

    private ulong JoinLanes()
    {
        var hash = BitOperations.RotateLeft(_lane1, 1) + BitOperations.RotateLeft(_lane2, 7)
            + BitOperations.RotateLeft(_lane3, 12) + BitOperations.RotateLeft(_lane4, 18);
        hash = Join(hash, _lane1);
        hash = Join(hash, _lane2);
        hash = Join(hash, _lane3);
        return Join(hash, _lane4);
    }

    private static ulong TakeRest(ulong hash, ReadOnlySpan<byte> rest)
    {
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
        {
            hash ^= Round(0, BinaryPrimitives.ReadUInt64LittleEndian(rest));
            hash = (BitOperations.RotateLeft(hash, 27) * Prime1) + Prime4;
        }

        if (rest.Length >= sizeof(uint))
        {
            hash ^= BinaryPrimitives.ReadUInt32LittleEndian(rest) * Prime1;
            hash = (BitOperations.RotateLeft(hash, 23) * Prime2) + Prime3;
            rest = rest[sizeof(uint)..];
        }

        foreach (var b in rest)
        {
            hash ^= b * Prime5;
            hash = BitOperations.RotateLeft(hash, 11) * Prime1;
        }

        return hash;
    }

    private static ulong Scatter(ulong hash)
    {
        hash ^= hash >> 33;
        hash *= Prime2;
        hash ^= hash >> 29;
        hash *= Prime3;
        return hash ^ (hash >> 32);
    }

    private static ulong Round(ulong lane, ulong word) => BitOperations.RotateLeft(lane + (word * Prime2), 31) * Prime1;

    private static ulong Join(ulong hash, ulong lane) => ((hash ^ Round(0, lane)) * Prime1) + Prime4;

    private static ulong LittleEndian(ulong word) => BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);
}
