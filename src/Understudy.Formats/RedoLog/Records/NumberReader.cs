using System.Runtime.CompilerServices;

namespace Understudy.Formats.RedoLog.Records;

/// <summary>Reads <see cref="RedoNumber"/>s one after the other.</summary>
internal static class NumberReader
{
    private const byte TwoBytesMin = 0x80;

    /// <summary>Reads the number at <paramref name="position"/> and moves the position behind it.</summary>
    /// <returns>False, with the position unchanged, when there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryRead(ReadOnlySpan<byte> source, ref int position, out uint value)
    {
        if ((uint)position < (uint)source.Length && source[position] < TwoBytesMin)
        {
            value = source[position++];
            return true;
        }

        return TryReadLong(source, ref position, out value);
    }

    private static bool TryReadLong(ReadOnlySpan<byte> source, ref int position, out uint value)
    {
        value = 0;
        if ((uint)position >= (uint)source.Length || !RedoNumber.TryRead(source[position..], out value, out var length))
        {
            return false;
        }

        position += length;
        return true;
    }
}
