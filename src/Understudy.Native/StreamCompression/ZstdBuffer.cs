using System.Runtime.InteropServices;

namespace Understudy.Native.StreamCompression;

/// <summary><c>ZSTD_inBuffer</c> and <c>ZSTD_outBuffer</c>, which look alike.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ZstdBuffer
{
    internal void* Start;
    internal nuint Size;
    internal nuint Position;
}
