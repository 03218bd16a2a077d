using System.Runtime.InteropServices;

namespace Understudy.Native.StreamCompression;

internal sealed class Lz4EncoderHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    internal void Set(nint context) => SetHandle(context);

    protected override bool ReleaseHandle()
    {
        _ = StreamCompressionImports.LZ4F_freeCompressionContext(handle);
        return true;
    }
}
