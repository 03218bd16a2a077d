using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Formats.InnoDb;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare.Increment;

/// <summary>Puts the pages of one <c>.delta</c> into their file. Doing it twice does no harm.</summary>
internal static class DeltaMerge
{
    private const int BlockBytes = 4096;
    private const uint PagesMin = 4;

    /// <summary>Looks through a delta without its pages.</summary>
    /// <exception cref="FailureException">It is not whole.</exception>
    internal static void Check(IncrementEntry entry)
    {
        if (entry.Metadata is not { } metadata)
        {
            return;
        }

        using var delta = DeltaFile.Open(entry.SourcePath, metadata.PageSizeBytes);
        while (delta.TryReadIndex(out _))
        {
            // Each is checked as it is read.
        }
    }

    /// <summary>Merges it.</summary>
    /// <param name="entry">The delta.</param>
    /// <param name="path">The file; may be empty.</param>
    /// <param name="serverPageBytes"><c>innodb_page_size</c>, in bytes.</param>
    /// <param name="worker">Its buffer is used.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Whether there was anything to merge.</returns>
    internal static bool Apply(IncrementEntry entry, string path, int serverPageBytes, CopyWorker worker, CancellationToken cancellation)
    {
        var pageBytes = entry.Metadata!.PageSizeBytes;
        var isSystem = entry.Metadata.Space == SpaceId.System;
        using var delta = DeltaFile.Open(entry.SourcePath, pageBytes);
        using var file = PosixFile.OpenReadWrite(path, direct: false, out _);
        var isChanged = false;
        while (delta.TryReadIndex(out var index))
        {
            for (var first = 0; first < index.Count;)
            {
                cancellation.ThrowIfCancellationRequested();
                var count = Math.Min(index.Count - first, worker.Buffer.Length / pageBytes);
                var pages = worker.Buffer[..(count * pageBytes)];
                delta.ReadPages(first, pages);
                if (!isChanged && index[first] == 0 && !isSystem)
                {
                    Cut(pages[..pageBytes], FileStatus.Of(file).SizeBytes, serverPageBytes, length => PosixFile.SetLength(file, length, path));
                }

                isChanged = true;
                Write(pages, index, first, pageBytes, (page, offset) => PosixFile.WriteFully(file, page, offset, path));
                first += count;
            }
        }

        if (!isSystem && (isChanged || FileStatus.Of(file).SizeBytes == 0))
        {
            Extend(file, path, pageBytes, serverPageBytes);
        }

        return isChanged;
    }

    private delegate void WritePages(ReadOnlySpan<byte> pages, long offset);

    // Pages that stand side by side in the file go there at once.
    private static void Write(ReadOnlySpan<byte> pages, Formats.Delta.DeltaIndex index, int first, int pageBytes, WritePages write)
    {
        var count = pages.Length / pageBytes;
        for (var from = 0; from < count;)
        {
            var to = from + 1;
            while (to < count && index[first + to] == index[first + to - 1] + 1)
            {
                to++;
            }

            write(pages[(from * pageBytes)..(to * pageBytes)], (long)index[first + from] * pageBytes);
            from = to;
        }
    }

    // What is behind the size that page 0 says is from before the file was cut, or made anew by an import.
    private static void Cut(ReadOnlySpan<byte> pageZero, long size, int serverPageBytes, Action<long> setLength)
    {
        var wanted = WantedLength(pageZero, pageZero.Length, serverPageBytes);
        if (wanted < size)
        {
            setLength(wanted);
        }
    }

    private static void Extend(Microsoft.Win32.SafeHandles.SafeFileHandle file, string path, int pageBytes, int serverPageBytes)
    {
        Span<byte> head = stackalloc byte[FspHeader.Size];
        head = head[..PosixFile.ReadFully(file, head, 0, path)];
        var wanted = WantedLength(head, pageBytes, serverPageBytes);
        if (FileStatus.Of(file).SizeBytes < wanted)
        {
            PosixFile.SetLength(file, wanted, path);
        }
    }

    private static long WantedLength(ReadOnlySpan<byte> pageZero, int pageBytes, int serverPageBytes)
    {
        var pages = FspHeader.TryRead(pageZero, out var header) ? header.SizePages : 0;
        return Math.Max((long)pages * pageBytes / BlockBytes * BlockBytes, (long)PagesMin * serverPageBytes);
    }
}
