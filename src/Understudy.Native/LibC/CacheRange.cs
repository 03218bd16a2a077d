using System.Runtime.InteropServices;

namespace Understudy.Native.LibC;

/// <summary>A range of a file in bytes, as <c>cachestat</c> takes it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct CacheRange(ulong offset, ulong length)
{
    internal readonly ulong Offset = offset;
    internal readonly ulong Length = length;
}
