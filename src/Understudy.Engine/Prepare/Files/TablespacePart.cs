using Microsoft.Win32.SafeHandles;
using Understudy.Formats.Manifest;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare.Files;

/// <summary>One file of a tablespace. It is open only while somebody uses it; all users share one handle.</summary>
internal sealed class TablespacePart(string path, uint firstPage, long sizeBytes)
{
    private readonly Lock _lock = new();
    private readonly HashSet<int> _changedRanges = [];
    private SafeFileHandle? _handle;
    private int _users;

    internal string Path { get; } = path;

    /// <summary>The number of its first page in the tablespace.</summary>
    internal uint FirstPage { get; } = firstPage;

    /// <summary>Its length in bytes.</summary>
    internal long SizeBytes { get; private set; } = sizeBytes;

    /// <summary>Whether something was written into it.</summary>
    internal bool IsChanged
    {
        get
        {
            lock (_lock)
            {
                return _changedRanges.Count > 0;
            }
        }
    }

    /// <summary>The ranges that were written to, counted as the manifest hashes them.</summary>
    internal IReadOnlyCollection<int> ChangedRanges
    {
        get
        {
            lock (_lock)
            {
                return [.. _changedRanges];
            }
        }
    }

    /// <summary>Opens the file, or joins those who have it open. Each call needs a <see cref="Release"/>.</summary>
    internal SafeFileHandle Acquire()
    {
        lock (_lock)
        {
            _handle ??= PosixFile.OpenReadWrite(Path, direct: false, out _);
            _users++;
            return _handle;
        }
    }

    internal void Release()
    {
        lock (_lock)
        {
            if (--_users == 0)
            {
                _handle!.Dispose();
                _handle = null;
            }
        }
    }

    internal void MarkChanged(long offset, long bytes)
    {
        lock (_lock)
        {
            for (var range = offset / ManifestDocument.HashRangeBytes; range * ManifestDocument.HashRangeBytes < offset + bytes; range++)
            {
                _changedRanges.Add((int)range);
            }
        }
    }

    /// <summary>Makes what was written durable.</summary>
    internal void Sync()
    {
        var handle = Acquire();
        try
        {
            PosixFile.Sync(handle, Path);
        }
        finally
        {
            Release();
        }
    }

    internal void Resize(long bytes)
    {
        var handle = Acquire();
        try
        {
            PosixFile.SetLength(handle, bytes, Path);

            // The last range ends elsewhere now, also when nothing but the length changed.
            var from = Math.Max(Math.Min(bytes, SizeBytes) - 1, 0);
            MarkChanged(from, Math.Max(bytes, SizeBytes) - from);
            SizeBytes = bytes;
        }
        finally
        {
            Release();
        }
    }
}
