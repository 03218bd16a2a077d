namespace Understudy.Native.StreamCompression;

internal sealed unsafe class ZstdDecoder : StreamDecoder
{
    private const int OutputBytes = 256 << 10;

    private readonly ZstdDecoderHandle _context = new();
    private readonly byte[] _output = new byte[OutputBytes];
    private nuint _wanted = 1;

    internal ZstdDecoder()
    {
        _context.Set(StreamCompressionImports.ZSTD_createDCtx());
        if (_context.IsInvalid)
        {
            throw new StreamCompressionException("zstd: no memory");
        }
    }

    public override bool IsAtEnd => _wanted == 0;

    public override void Write(ReadOnlySpan<byte> source, ByteSink sink)
    {
        fixed (byte* start = source, to = _output)
        {
            var input = new ZstdBuffer { Start = start, Size = (nuint)source.Length };
            bool isFull;
            do
            {
                var output = new ZstdBuffer { Start = to, Size = OutputBytes };
                _wanted = StreamCompressionImports.CheckZstd(StreamCompressionImports.ZSTD_decompressStream(_context, &output, &input));
                sink(_output.AsSpan(0, (int)output.Position));
                isFull = output.Position == output.Size && _wanted != 0;
            }
            while (input.Position < input.Size || isFull);
        }
    }

    public override void Dispose() => _context.Dispose();
}
