using Microsoft.Win32.SafeHandles;
using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Copying;
using Understudy.Formats.Csv;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>What was copied so far of the rows of a log table.</summary>
internal sealed class LogTableHead(string path, FileStatus status, HashKind hashKind) : IDisposable
{
    private const int BeginningBytesMax = 512;

    private readonly RangeHasher _hasher = new(hashKind);
    private byte[] _beginning = [];

    /// <summary>The file in the backup.</summary>
    internal string Path { get; } = path;

    internal long CopiedBytes { get; private set; }

    /// <summary>Whether its end was copied, and nothing can be added.</summary>
    internal bool IsFinished { get; private set; }

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

    /// <summary>The hashes of all that was copied; ends the copy.</summary>
    internal string[] FinishHash()
    {
        IsFinished = true;
        return _hasher.Finish();
    }

    internal void Account(ReadOnlySpan<byte> bytes)
    {
        if (_beginning.Length < BeginningBytesMax)
        {
            _beginning = [.. _beginning, .. bytes[..Math.Min(bytes.Length, BeginningBytesMax - _beginning.Length)]];
        }

        _hasher.Append(bytes);
        Rows += (ulong)CsvRows.CountComplete(bytes);
        CopiedBytes += bytes.Length;
    }

    public void Dispose() => _hasher.Dispose();
}
