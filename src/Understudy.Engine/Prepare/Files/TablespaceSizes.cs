using Understudy.Formats;
using Understudy.Formats.InnoDb;

namespace Understudy.Engine.Prepare.Files;

/// <summary>Gives files the length that they have at the end of the log, before pages are changed.</summary>
internal static class TablespaceSizes
{
    private const int BlockBytes = 4096;
    private const uint PagesMin = 4;

    /// <summary>Cuts what the log cut, and extends what it extended.</summary>
    /// <exception cref="FailureException">The log asks for a size that cannot be.</exception>
    internal static void Apply(Tablespace tablespace, int serverPageBytes)
    {
        if (tablespace.State is not { } state)
        {
            return;
        }

        var last = tablespace.Parts[^1];
        var pageBytes = tablespace.PageBytes;
        if (state.TrimmedTo is { } trimmed)
        {
            if (trimmed <= last.FirstPage)
            {
                throw new FailureException(
                    FailureKind.Damaged, $"the log cuts {tablespace.Name} to {trimmed} pages, which is not in its last file");
            }

            var cut = (long)(trimmed - last.FirstPage) * pageBytes;
            if (last.SizeBytes > cut)
            {
                last.Resize(cut);
            }
        }

        var pages = tablespace.SizePages;
        if (pages < last.FirstPage || (state.HasPageZero && pages < PagesMin))
        {
            throw new FailureException(
                FailureKind.Damaged, $"the log gives {tablespace.Name} a size of {pages} pages, which cannot be");
        }

        var bytes = (long)(pages - last.FirstPage) * pageBytes;
        bytes = bytes / BlockBytes * BlockBytes;
        if (last.FirstPage == 0 && bytes < PagesMin * serverPageBytes)
        {
            bytes = PagesMin * serverPageBytes;
        }

        if (last.SizeBytes < bytes)
        {
            last.Resize(bytes);
        }
    }
}
