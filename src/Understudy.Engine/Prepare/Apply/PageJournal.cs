using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Understudy.Formats.Checksums;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare.Apply;

/// <summary>
/// A side file with the originals of pages that are about to be overwritten. After a crash they are put back: a page that
/// was torn in the middle of its write could not be brought forward otherwise. One file a worker, so that workers do not wait
/// for each other.
/// </summary>
/// <remarks>
/// Entry: magic (4), CRC-32C of all that follows (4), kind (4), file number (4), offset in that file (8), length (4), then the
/// bytes: of kind 1 the path of the file relative to the directory, of kind 2 the page, of kind 3 nothing that counts: it fills a block,
/// since the journal is written around the page cache, where it would take as much memory as all pages. Big-endian. The first entry that is
/// not whole ends the journal: it was never synced, so nothing was overwritten on its account.
/// </remarks>
internal sealed class PageJournal : IDisposable
{
    internal const string Prefix = "understudy_prepare.";
    internal const string Extension = ".journal";
    internal const int HeaderBytes = 28;
    internal const uint Magic = 0x55504A31; // "UPJ1"
    internal const uint FileKind = 1;
    internal const uint PageKind = 2;
    internal const uint FillerKind = 3;
    internal const int ContentBytesMax = 1 << 17;

    private const int BufferBytes = 1 << 20;
    private const int EntriesBytesMax = BufferBytes - (2 * PosixFile.DirectAlignment); // and a filler

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly AlignedBuffer _buffer = new(BufferBytes);
    private readonly Dictionary<string, uint> _numbers = [];
    private int _buffered;
    private long _written;

    internal PageJournal(string directory, int worker)
    {
        Directory = directory;
        _path = Path.Combine(directory, $"{Prefix}{worker}{Extension}");
        _file = PosixFile.Create(_path, direct: true, out _);
    }

    internal string Directory { get; }

    /// <summary>The length in bytes.</summary>
    internal long Bytes => _written + _buffered;

    internal static IEnumerable<string> Find(string directory) =>
        System.IO.Directory.EnumerateFiles(directory, Prefix + "*" + Extension).Order(StringComparer.Ordinal);

    /// <summary>Keeps a page as it is now.</summary>
    internal void Add(string path, long offset, ReadOnlySpan<byte> page)
    {
        if (!_numbers.TryGetValue(path, out var number))
        {
            number = (uint)_numbers.Count;
            _numbers.Add(path, number);
            var relative = System.Text.Encoding.UTF8.GetBytes(Path.GetRelativePath(Directory, path));
            Append(FileKind, number, 0, relative);
        }

        Append(PageKind, number, offset, page);
    }

    /// <summary>Makes all that was added durable.</summary>
    internal void Sync()
    {
        Flush();
        PosixFile.Sync(_file, _path);
    }

    /// <summary>Forgets everything. The overwritten pages must be durable.</summary>
    internal void Reset()
    {
        _buffered = 0;
        _written = 0;
        _numbers.Clear();
        PosixFile.SetLength(_file, 0, _path);
        PosixFile.Sync(_file, _path);
    }

    /// <summary>Removes the file.</summary>
    internal void Delete() => File.Delete(_path);

    public void Dispose()
    {
        _file.Dispose();
        _buffer.Dispose();
    }

    private void Append(uint kind, uint number, long offset, ReadOnlySpan<byte> content)
    {
        if (_buffered + HeaderBytes + content.Length > EntriesBytesMax)
        {
            Flush();
        }

        var entry = Entry(kind, number, offset, content.Length);
        content.CopyTo(entry[HeaderBytes..]);
        Finish(entry);
    }

    private Span<byte> Entry(uint kind, uint number, long offset, int contentBytes)
    {
        var entry = _buffer.Span.Slice(_buffered, HeaderBytes + contentBytes);
        BinaryPrimitives.WriteUInt32BigEndian(entry, Magic);
        BinaryPrimitives.WriteUInt32BigEndian(entry[8..], kind);
        BinaryPrimitives.WriteUInt32BigEndian(entry[12..], number);
        BinaryPrimitives.WriteInt64BigEndian(entry[16..], offset);
        BinaryPrimitives.WriteInt32BigEndian(entry[24..], contentBytes);
        return entry;
    }

    private void Finish(Span<byte> entry)
    {
        BinaryPrimitives.WriteUInt32BigEndian(entry[4..], Crc32C.Compute(entry[8..]));
        _buffered += entry.Length;
    }

    private void Flush()
    {
        var missing = PosixFile.AlignUp(_buffered) - _buffered;
        if (missing > 0)
        {
            var filler = Entry(
                FillerKind, 0, 0, missing - HeaderBytes + (missing < HeaderBytes ? PosixFile.DirectAlignment : 0));
            filler[HeaderBytes..].Clear();
            Finish(filler);
        }

        PosixFile.WriteFully(_file, _buffer.Span[.._buffered], _written, _path);
        _written += _buffered;
        _buffered = 0;
    }
}
