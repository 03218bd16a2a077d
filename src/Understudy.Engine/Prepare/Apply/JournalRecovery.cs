using System.Buffers.Binary;
using System.Text;
using Understudy.Formats;
using Understudy.Formats.Checksums;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare.Apply;

/// <summary>Puts back what the journals of an interrupted prepare hold.</summary>
internal static class JournalRecovery
{
    /// <summary>Puts the pages back and removes the journals. Can be interrupted and run again.</summary>
    /// <returns>How many pages were put back; null when there was no journal.</returns>
    internal static long? Run(string directory)
    {
        var journals = PageJournal.Find(directory).ToList();
        if (journals.Count == 0)
        {
            return null;
        }

        var pages = journals.Sum(journal => Replay(directory, journal));
        PosixFile.SyncFileSystem(directory);
        foreach (var journal in journals)
        {
            File.Delete(journal);
        }

        PosixFile.SyncDirectory(directory);
        return pages;
    }

    private static long Replay(string directory, string journal)
    {
        var paths = new Dictionary<uint, string>();
        var header = new byte[PageJournal.HeaderBytes];
        var content = new byte[PageJournal.ContentBytesMax];
        long position = 0;
        long pages = 0;
        using var file = PosixFile.OpenRead(journal);
        while (PosixFile.ReadFully(file, header, position, journal) == header.Length)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(24));
            if (BinaryPrimitives.ReadUInt32BigEndian(header) != PageJournal.Magic
                || length is < 0 or > PageJournal.ContentBytesMax
                || PosixFile.ReadFully(file, content.AsSpan(0, length), position + header.Length, journal) != length
                || BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4))
                    != Crc32C.Append(Crc32C.Compute(header.AsSpan(8)), content.AsSpan(0, length)))
            {
                break;
            }

            var number = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(12));
            var kind = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(8));
            if (kind == PageJournal.FileKind)
            {
                paths[number] = Resolve(directory, Encoding.UTF8.GetString(content.AsSpan(0, length)), journal);
            }
            else if (kind == PageJournal.PageKind)
            {
                PutBack(paths[number], BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(16)), content.AsSpan(0, length));
                pages++;
            }

            position += header.Length + length;
        }

        return pages;
    }

    private static string Resolve(string directory, string relative, string journal) =>
        relative.Split('/').Any(part => part is "" or "." or "..") || relative.Contains('\0')
            ? throw new FailureException(FailureKind.Damaged, $"{journal} names a file outside the backup: '{relative}'")
            : Path.Combine(directory, relative);

    private static void PutBack(string path, long offset, ReadOnlySpan<byte> page)
    {
        using var file = PosixFile.OpenReadWrite(path, direct: false, out _);
        PosixFile.WriteFully(file, page, offset, path);
    }
}
