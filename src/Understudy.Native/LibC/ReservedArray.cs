using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Understudy.Native.LibC;

/// <summary>
/// A very large array outside the managed heap of which only what was touched takes memory: address space is reserved
/// for all of it, the kernel gives zeroed pages at the first touch. Elements are zero until written.
/// </summary>
/// <typeparam name="T">The type of the elements.</typeparam>
public sealed unsafe class ReservedArray<T> : SafeBuffer
    where T : unmanaged
{
    // Below that, what is rounded up to a huge page would weigh too much.
    private const nuint HugePagesMin = 64 << 20;

    /// <summary>Reserves address space.</summary>
    /// <param name="capacity">The number of elements.</param>
    /// <exception cref="IOException">The kernel does not give that much address space.</exception>
    public ReservedArray(long capacity)
        : base(ownsHandle: true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        var bytes = (nuint)(capacity * sizeof(T));
        var start = LibC.mmap(
            0,
            bytes,
            LibC.PROT_READ | LibC.PROT_WRITE,
            LibC.MAP_PRIVATE | LibC.MAP_ANONYMOUS | LibC.MAP_NORESERVE,
            -1,
            0);
        if (start == LibC.MAP_FAILED)
        {
            throw PosixError.Exception(Marshal.GetLastPInvokeError(), "reserve", $"{bytes} bytes of address space");
        }

        // Only advice: fewer and larger pages make both the first touch and random access cheaper.
        if (bytes >= HugePagesMin)
        {
            _ = LibC.madvise(start, bytes, LibC.MADV_HUGEPAGE);
        }

        SetHandle(start);
        Initialize((ulong)bytes);
        Capacity = capacity;
    }

    /// <summary>The number of elements.</summary>
    public long Capacity { get; }

    /// <summary>An element.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public ref T this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((ulong)index >= (ulong)Capacity)
            {
                ThrowIndex(index);
            }

            return ref ((T*)handle)[index];
        }
    }

    /// <summary>Elements as a span; valid until the array is disposed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not all inside the array.</exception>
    public Span<T> Span(long start, int count)
    {
        if (start < 0 || count < 0 || start > Capacity - count)
        {
            ThrowIndex(start);
        }

        return new Span<T>((T*)handle + start, count);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LibC.munmap(handle, (nuint)ByteLength) == 0;

    private static void ThrowIndex(long index) => throw new ArgumentOutOfRangeException(nameof(index), index, "outside the array");
}
