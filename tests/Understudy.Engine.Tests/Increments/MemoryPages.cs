using System.Collections.Concurrent;
using Understudy.Engine.Backup.Increment;

namespace Understudy.Engine.Tests.Increments;

/// <summary>A file of pages in memory, to be copied into a <c>.delta</c>.</summary>
/// <param name="content">All of it.</param>
/// <param name="pageBytes">The length of a page.</param>
internal sealed class MemoryPages(byte[] content, int pageBytes) : IPageSource
{
    /// <summary>The pages that were verified, by number in the file.</summary>
    internal ConcurrentDictionary<uint, bool> Verified { get; } = [];

    /// <summary>Called before something is read, with the offset.</summary>
    internal Action<long> Reading { get; init; } = _ => { };

    public int Read(Span<byte> buffer, int want, long offset)
    {
        Assert.Equal(0, offset % 4096);
        Reading(offset);
        var got = (int)Math.Clamp(content.Length - offset, 0, want);
        content.AsSpan((int)Math.Min(offset, content.Length), got).CopyTo(buffer);
        return got;
    }

    public void Verify(Span<byte> pages, long offset)
    {
        Assert.Equal(0, offset % pageBytes);
        Assert.Equal(0, pages.Length % pageBytes);
        for (var at = 0; at < pages.Length; at += pageBytes)
        {
            Verified[(uint)((offset + at) / pageBytes)] = true;
        }
    }
}
