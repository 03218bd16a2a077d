using Microsoft.Win32.SafeHandles;
using Understudy.Engine.Backup.Sources;
using Understudy.Formats.Csv;
using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>What was copied so far of the rows of a log table.</summary>
internal sealed class LogTableHead(string path, FileStatus status)
{
    private const int BeginningBytesMax = 512;

    private byte[] _beginning = [];

    /// <summary>The file in the backup.</summary>
    internal string Path { get; } = path;

    internal long CopiedBytes { get; private set; }

    internal long WholeRowsBytes { get; private set; }

    internal ulong Rows { get; private set; }

    /// <summary>
    /// Whether the file is still the one that was copied, only longer. TRUNCATE empties it in place, and it may have grown again;
    /// but then it begins with a row of a later time.
    /// </summary>
    internal bool IsBeginningOf(SafeFileHandle file, in FileStatus now, string path)
    {
        if (!Signature.IsSameFile(status, now) || now.SizeBytes < CopiedBytes)
        {
            return false;
        }

        Span<byte> beginning = stackalloc byte[BeginningBytesMax];
        beginning = beginning[.._beginning.Length];
        return PosixFile.ReadFully(file, beginning, 0, path) == beginning.Length && beginning.SequenceEqual(_beginning);
    }

    internal void Account(ReadOnlySpan<byte> bytes)
    {
        if (_beginning.Length < BeginningBytesMax)
        {
            _beginning = [.. _beginning, .. bytes[..Math.Min(bytes.Length, BeginningBytesMax - _beginning.Length)]];
        }

        var end = CsvRows.EndOfLastComplete(bytes);
        WholeRowsBytes = end > 0 ? CopiedBytes + end : WholeRowsBytes;
        Rows += (ulong)CsvRows.CountComplete(bytes);
        CopiedBytes += bytes.Length;
    }
}
