using System.Runtime.InteropServices;

namespace Understudy.Native.StreamCompression;

/// <summary><c>LZ4F_preferences_t</c> of lz4frame.h, with <c>LZ4F_frameInfo_t</c> at its beginning.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Lz4Preferences
{
    internal int BlockSizeId;
    internal int BlockMode;
    internal int ContentChecksumFlag;
    internal int FrameType;
    internal ulong ContentSize;
    internal uint DictionaryId;
    internal int BlockChecksumFlag;
    internal int CompressionLevel;
    internal uint AutoFlush;
    internal uint FavorDecompressionSpeed;
    internal uint Reserved0;
    internal uint Reserved1;
    internal uint Reserved2;
}
