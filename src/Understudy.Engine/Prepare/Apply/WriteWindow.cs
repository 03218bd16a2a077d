using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Understudy.Engine.Prepare.Files;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare.Apply;

/// <summary>
/// A worker's buffer: pages of any files are gathered in it and written together, after the journal that holds their
/// originals is durable.
/// </summary>
internal sealed class WriteWindow(int bytes, PageJournal? journal) : IDisposable
{
    private const int FilesMax = 128;
    private const int BlockBytes = 4096;

    private readonly AlignedBuffer _buffer = new(bytes, hugePages: false);
    private readonly List<PendingPage> _pending = [];
    private readonly Dictionary<TablespacePart, SafeFileHandle> _open = [];
    private int _used;

    /// <summary>Originals are kept there; null when they need not be.</summary>
    internal PageJournal? Journal { get; } = journal;

    /// <summary>Whether there is room for pages; if not, <see cref="Commit"/> makes it.</summary>
    internal bool HasRoom(int length, TablespacePart part) =>
        _used + length <= _buffer.Length && (_open.Count < FilesMax || _open.ContainsKey(part));

    /// <summary>Takes room for pages, which there must be.</summary>
    /// <returns>Where the room begins.</returns>
    internal int Take(int length, TablespacePart part)
    {
        if (!_open.ContainsKey(part))
        {
            _open.Add(part, part.Acquire());
        }

        var start = _used;
        _used += length;
        return start;
    }

    internal Span<byte> Bytes(int start, int length) => _buffer.Span.Slice(start, length);

    /// <summary>Reads from a file into room that was taken for it; what is behind the end of the file reads as zeros.</summary>
    internal void Read(TablespacePart part, long offset, Span<byte> bytes)
    {
        var read = PosixFile.ReadFully(_open[part], bytes, offset, part.Path);
        bytes[read..].Clear();
    }

    /// <summary>Notes a page to be written.</summary>
    internal void Add(in PendingPage page) => _pending.Add(page);

    /// <summary>Writes everything.</summary>
    internal void Commit()
    {
        if (_pending.Count > 0)
        {
            Journal?.Sync();
            var pages = CollectionsMarshal.AsSpan(_pending);
            for (var i = 0; i < pages.Length;)
            {
                i = WriteFrom(pages, i);
            }
        }

        Reset();
    }

    /// <summary>Forgets everything.</summary>
    internal void Reset()
    {
        _pending.Clear();
        _used = 0;
        foreach (var part in _open.Keys)
        {
            part.Release();
        }

        _open.Clear();
    }

    public void Dispose()
    {
        Reset();
        _buffer.Dispose();
    }

    private int WriteFrom(ReadOnlySpan<PendingPage> pages, int first)
    {
        var page = pages[first];
        var handle = _open[page.Part];
        page.Part.MarkChanged(page.FileOffset, page.PageBytes);
        var stored = Math.Min((page.StoredBytes + BlockBytes - 1) / BlockBytes * BlockBytes, page.PageBytes);
        if (stored < page.PageBytes)
        {
            PosixFile.WriteFully(handle, Bytes(page.BufferOffset, stored), page.FileOffset, page.Part.Path);
            if (!PosixFile.TryPunchHole(handle, page.FileOffset + stored, page.PageBytes - stored))
            {
                var rest = Bytes(page.BufferOffset + stored, page.PageBytes - stored);
                PosixFile.WriteFully(handle, rest, page.FileOffset + stored, page.Part.Path);
            }

            return first + 1;
        }

        var length = page.PageBytes;
        var end = first + 1;
        while (end < pages.Length
            && pages[end].Part == page.Part
            && pages[end].FileOffset == page.FileOffset + length
            && pages[end].BufferOffset == page.BufferOffset + length
            && pages[end].StoredBytes == pages[end].PageBytes)
        {
            length += pages[end].PageBytes;
            end++;
        }

        page.Part.MarkChanged(page.FileOffset, length);
        PosixFile.WriteFully(handle, Bytes(page.BufferOffset, length), page.FileOffset, page.Part.Path);
        return end;
    }
}
