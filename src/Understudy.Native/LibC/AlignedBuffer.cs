using System.Runtime.InteropServices;

namespace Understudy.Native.LibC;

/// <summary>A block of memory outside the managed heap, aligned for direct I/O. Its content is not cleared.</summary>
public sealed unsafe class AlignedBuffer : SafeBuffer
{
    // Of memory in such pages the kernel has less to look up for each direct read and write.
    private const int HugePageBytes = 2 << 20;

    private readonly int _length;

    /// <summary>Allocates a block.</summary>
    /// <param name="lengthBytes">Its size in bytes, a multiple of <see cref="PosixFile.DirectAlignment"/>.</param>
    /// <param name="hugePages">Whether to ask for huge pages where it is long enough. Their first touch costs more, above all in a virtual
    /// machine, so they are not for what is used shortly or through the page cache.</param>
    public AlignedBuffer(int lengthBytes, bool hugePages = true)
        : base(ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lengthBytes);
        ArgumentOutOfRangeException.ThrowIfNotEqual(lengthBytes % PosixFile.DirectAlignment, 0);
        var isHuge = lengthBytes >= HugePageBytes && hugePages;
        SetHandle((nint)NativeMemory.AlignedAlloc((nuint)lengthBytes, (nuint)(isHuge ? HugePageBytes : PosixFile.DirectAlignment)));
        if (isHuge)
        {
            _ = LibC.madvise(handle, (nuint)lengthBytes, LibC.MADV_HUGEPAGE);
        }

        Initialize((ulong)lengthBytes);
        _length = lengthBytes;
    }

    /// <summary>The bytes; valid until the buffer is disposed.</summary>
    public Span<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return new Span<byte>((void*)handle, _length);
        }
    }

    /// <summary>The size in bytes.</summary>
    public int Length => _length;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.AlignedFree((void*)handle);
        return true;
    }
}
