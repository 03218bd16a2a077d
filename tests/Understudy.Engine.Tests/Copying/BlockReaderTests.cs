using Understudy.Engine.Copying;

namespace Understudy.Engine.Tests.Copying;

public sealed class BlockReaderTests : IDisposable
{
    private const int Block = CopyWorker.BlockBytes;

    private readonly CopyWorker _worker = new();

    public void Dispose() => _worker.Dispose();

    [Theory]
    [InlineData(0L)]
    [InlineData(1L)]
    [InlineData((long)Block)]
    [InlineData((3L * Block) + 17)]
    public void Next_RangeOfAFile_GivesEachBlockOnceInOrder(long length)
    {
        using var blocks = new BlockReader(_worker, Block, Block + length, Numbered);
        var next = (long)Block;
        while (blocks.Next())
        {
            Assert.Equal(next, blocks.Offset);
            Assert.Equal(Math.Min(Block, Block + length - next), blocks.Length);
            Assert.Equal(Number(next), blocks.Block[0]);
            Assert.Equal(Number(next), blocks.Buffer[blocks.Length - 1]);
            next += blocks.Length;
        }

        Assert.Equal(Block + length, next);
        Assert.False(blocks.IsShort);
    }

    [Fact]
    public void Next_FileThatEndsEarly_StopsAfterTheShortBlock()
    {
        using var blocks = new BlockReader(
            _worker, 0, 5L * Block, (buffer, want, offset) => offset < 2L * Block ? Numbered(buffer, want, offset) : 7);
        var lengths = new List<int>();
        while (blocks.Next())
        {
            lengths.Add(blocks.Length);
        }

        Assert.Equal([Block, Block, 7], lengths);
        Assert.True(blocks.IsShort);
    }

    [Fact]
    public void Next_ErrorInAReadAhead_IsThrownInItsTurn()
    {
        using (var blocks = new BlockReader(_worker, 0, 3L * Block, FailingAtTheSecond))
        {
            Assert.True(blocks.Next());
            Assert.Throws<IOException>(() => blocks.Next());
        }

        // The worker can be used again.
        using var others = new BlockReader(_worker, 0, 2L * Block, Numbered);
        Assert.True(others.Next());
        Assert.True(others.Next());
        Assert.Equal(Number(Block), others.Block[0]);
    }

    [Fact]
    public void Dispose_InTheMiddle_WaitsForTheReadThatWasBegun()
    {
        using var begun = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        var isDone = false;
        var blocks = new BlockReader(_worker, 0, 3L * Block, (buffer, want, offset) =>
        {
            if (offset > 0)
            {
                begun.Set();
                go.Wait();
                isDone = true;
            }

            return want;
        });
        Assert.True(blocks.Next());
        begun.Wait();
        go.Set();
        blocks.Dispose();
        Assert.True(isDone);
    }

    private static int FailingAtTheSecond(Span<byte> buffer, int want, long offset) =>
        offset > 0 ? throw new IOException("no") : Numbered(buffer, want, offset);

    private static int Numbered(Span<byte> buffer, int want, long offset)
    {
        buffer[..want].Fill(Number(offset));
        return want;
    }

    private static byte Number(long offset) => (byte)(1 + (offset / Block));
}
