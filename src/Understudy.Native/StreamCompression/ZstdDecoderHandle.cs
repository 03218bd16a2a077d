using System.Runtime.InteropServices;

namespace Understudy.Native.StreamCompression;

internal sealed class ZstdDecoderHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    internal void Set(nint context) => SetHandle(context);

    protected override bool ReleaseHandle()
    {
        _ = StreamCompressionImports.ZSTD_freeDCtx(handle);
        return true;
    }
}
