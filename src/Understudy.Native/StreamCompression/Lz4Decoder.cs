namespace Understudy.Native.StreamCompression;

internal sealed unsafe class Lz4Decoder : StreamDecoder
{
    private const int OutputBytes = 256 << 10;

    private readonly Lz4DecoderHandle _context = new();
    private readonly byte[] _output = new byte[OutputBytes];
    private nuint _wanted = 1;

    internal Lz4Decoder()
    {
        nint context;
        _ = StreamCompressionImports.CheckLz4(StreamCompressionImports.LZ4F_createDecompressionContext(&context, StreamCompressionImports.LZ4F_VERSION));
        _context.Set(context);
    }

    public override bool IsAtEnd => _wanted == 0;

    public override void Write(ReadOnlySpan<byte> source, ByteSink sink)
    {
        fixed (byte* start = source, to = _output)
        {
            nuint position = 0;
            bool isFull;
            do
            {
                nuint written = OutputBytes;
                var consumed = (nuint)source.Length - position;
                _wanted = StreamCompressionImports.CheckLz4(
                    StreamCompressionImports.LZ4F_decompress(_context, to, &written, start + position, &consumed, null));
                position += consumed;
                sink(_output.AsSpan(0, (int)written));
                if (consumed == 0 && written == 0 && position < (nuint)source.Length)
                {
                    throw new StreamCompressionException("lz4: it makes no progress");
                }

                isFull = written == OutputBytes && _wanted != 0;
            }
            while (position < (nuint)source.Length || isFull);
        }
    }

    public override void Dispose() => _context.Dispose();
}
