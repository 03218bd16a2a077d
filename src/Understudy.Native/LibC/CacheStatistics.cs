using System.Runtime.InteropServices;

namespace Understudy.Native.LibC;

/// <summary>What <c>cachestat</c> tells of a range, in pages of the machine.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct CacheStatistics
{
    internal readonly ulong CachedPages;
    internal readonly ulong DirtyPages;
    internal readonly ulong PagesInWriteback;
    internal readonly ulong EvictedPages;
    internal readonly ulong RecentlyEvictedPages;
}
