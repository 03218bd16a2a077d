using System.Text;
using Understudy.Engine.Streams;
using Understudy.Formats;
using Understudy.Formats.XbStream;
using Understudy.Testing;
using static Understudy.Engine.Tests.Streams.StreamBytes;

namespace Understudy.Engine.Tests.Streams;

public sealed class StreamExtractionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Run_EveryKindOfChunk_IsDoneInOrder(int threads)
    {
        byte[] stream =
        [
            .. File("d/e/f/deep", "x"u8), .. File("a", "old"u8), .. Payload("log", 0, "0123456789"u8), .. End("empty"),
            .. Chunk(XbStreamChunkType.Rename, "a", newPath: "n/b"), .. File("a", "new"u8),
            .. Payload("a", 0, "again"u8, XbStreamFlags.Rewrite), .. End("a"),
            .. Chunk(XbStreamChunkType.Seek, "log"), .. Payload("log", 0, "AB"u8), .. Chunk(XbStreamChunkType.Seek, "log", 12),
            .. Payload("log", 12, "end"u8), .. End("log"), .. File("gone/1", "1"u8), .. File("gone/2", "2"u8),
            .. Chunk(XbStreamChunkType.Remove, "gone"), .. Chunk(XbStreamChunkType.Remove, "never"),
            .. Chunk(XbStreamChunkType.Rename, "never", newPath: "there"), .. Chunk(XbStreamChunkType.End, "empty", flags: XbStreamFlags.Rewrite),
        ];
        Assert.Equal(
            ["a=again", "d/e/f/deep=x", "empty=", "log=AB23456789\0\0end", "n/b=old"],
            Extract(stream, threads).Select(file => $"{file.Key}={Encoding.ASCII.GetString(file.Value)}"));
    }

    [Fact]
    public void Run_UnknownChunkThatMayBeIgnored_IsPassedOver()
    {
        var odd = Payload("a", 0, "data"u8, XbStreamFlags.Ignorable);
        odd[9] = (byte)'V';
        Assert.Equal(["b"], Extract([.. odd, .. File("b", "b"u8)]).Keys);
    }

    [Theory]
    [InlineData("../out-of-it")]
    [InlineData("d/../../out-of-it")]
    [InlineData("/tmp/out-of-it")]
    [InlineData("d//x")]
    [InlineData("d/./x")]
    public void Run_PathThatLeadsOut_IsRefused(string path)
    {
        Refused(File(path, "x"u8), path);
        Refused(Chunk(XbStreamChunkType.Remove, path), path);
        Refused([.. File("a", "x"u8), .. Chunk(XbStreamChunkType.Rename, "a", newPath: path)], path);
        Refused(Chunk(XbStreamChunkType.Rename, path, newPath: "a"), path);
    }

    [Fact]
    public void Run_LinksInTheTarget_LeadNowhere()
    {
        using var place = new TemporaryDirectory();
        Directory.CreateDirectory(place["out"]);
        Directory.CreateDirectory(place["other"]);
        System.IO.File.WriteAllText(place["other/kept"], "kept");
        System.IO.File.CreateSymbolicLink(Path.Combine(place["out"], "link"), place["other"]);
        System.IO.File.CreateSymbolicLink(Path.Combine(place["out"], "file"), place["other/kept"]);
        byte[][] attacks =
        [
            File("link/x", "x"u8), File("file", "x"u8), Chunk(XbStreamChunkType.Remove, "link/kept"),
            [.. File("a", "x"u8), .. Chunk(XbStreamChunkType.Rename, "a", newPath: "link/kept")],
        ];
        foreach (var attack in attacks)
        {
            Assert.Throws<FailureException>(() => StreamBytes.Extract(attack, place["out"]));
        }

        // What takes the place of a file takes the place of a link, and does not follow it.
        StreamBytes.Extract([.. Payload("file", 0, "new"u8, XbStreamFlags.Rewrite), .. End("file")], place["out"]);
        StreamBytes.Extract(Chunk(XbStreamChunkType.Remove, "link"), place["out"]);
        Assert.Equal("new", System.IO.File.ReadAllText(Path.Combine(place["out"], "file")));
        Assert.Equal(["kept"], StreamBytes.Read(place["other"]).Keys);
        Assert.Equal("kept", System.IO.File.ReadAllText(place["other/kept"]));
    }

    [Fact]
    public void Run_WhatCannotBeDone_IsAnErrorThatNamesTheFile()
    {
        Refused([.. File("a", "x"u8), .. File("a", "y"u8)], "File exists");
        Refused([.. Payload("a", 0, "x"u8), .. Payload("a", 2, "x"u8), .. End("a")], "expected 1");
        Refused(Payload("a", 0, "x"u8), "before 1 of its files are complete");
        Refused([.. Payload("a", 0, "x"u8), .. Chunk(XbStreamChunkType.Remove, "a"), .. End("a")], "before a is complete");
        Refused([.. Payload("d/a", 0, "x"u8), .. Chunk(XbStreamChunkType.Remove, "d"), .. End("d/a")], "before d/a is complete");
        Refused([.. Payload("a", 0, "x"u8), .. Chunk(XbStreamChunkType.Rename, "b", newPath: "a"), .. End("a")], "before a is complete");
        Refused([.. File("a", "x"u8), .. "no chunk"u8], "chunk at byte 51");
    }

    // Damaged anywhere, a stream is refused, or the damage was in something that does not matter.
    [Fact]
    public void Run_AnyByteChanged_NeverGivesOtherFiles()
    {
        byte[] stream =
        [
            .. Payload("d/t", 0, "abcdef"u8), .. File("e", "xyz"u8), .. Payload("d/t", 6, "ghi"u8), .. Chunk(XbStreamChunkType.Seek, "d/t"),
            .. Payload("d/t", 0, "A"u8), .. End("d/t"),
        ];
        var good = Extract(stream);
        for (var i = 0; i < stream.Length; i++)
        {
            foreach (var bit in new byte[] { 1, 2, 0x80 })
            {
                var damaged = (byte[])stream.Clone();
                damaged[i] ^= bit;
                if (TryExtract(damaged) is { } files)
                {
                    Assert.True(Same(good, files), $"byte {i} xor {bit}");
                }
            }
        }
    }

    // Cut anywhere, it is refused, or what was cut off were whole files.
    [Fact]
    public void Run_CutAnywhere_NeverGivesHalfAFile()
    {
        byte[] stream = [.. File("a", "abcdef"u8), .. File("b", "xyz"u8), .. End("c")];
        var good = Extract(stream);
        for (var length = 0; length < stream.Length; length++)
        {
            if (TryExtract(stream[..length]) is { } files)
            {
                Assert.All(files, file => Assert.Equal(good[file.Key], file.Value));
            }
        }
    }

    [Fact]
    public void Create_AndExtract_GivesTheFilesAgain()
    {
        using var place = new TemporaryDirectory();
        Directory.CreateDirectory(place["in/d"]);
        var sizes = new[] { 0, 1, 4096, (10 << 20) - 1, 10 << 20, (10 << 20) + 1 };
        foreach (var size in sizes)
        {
            var content = new byte[size];
            new Random(size).NextBytes(content);
            System.IO.File.WriteAllBytes(place[$"in/d/f{size}"], content);
        }

        using (var output = OpenOutput(place["made"]))
        {
            StreamCreation.Run(output, place["in"], sizes.Select(size => $"d/f{size}"), fileBegun: null, CancellationToken.None);
        }

        var stream = System.IO.File.ReadAllBytes(place["made"]);
        Assert.Equal([.. sizes.SelectMany(size => Payloads(size).Select(bytes => (long)bytes).Append(-1))],
            Split(stream).Select(chunk => chunk.Type == XbStreamChunkType.End ? -1 : chunk.PayloadBytes));
        Directory.CreateDirectory(place["out"]);
        StreamBytes.Extract(stream, place["out"], threads: 2);
        Assert.True(Same(Read(place["in"]), Read(place["out"])));
    }

    // As the stock program cuts files.
    private static IEnumerable<int> Payloads(int size)
    {
        for (; size > 0; size -= Math.Min(size, 10 << 20))
        {
            yield return Math.Min(size, 10 << 20);
        }
    }

    private static void Refused(byte[] stream, string expected)
    {
        foreach (var threads in new[] { 1, 3 })
        {
            Assert.Contains(expected, Assert.Throws<FailureException>(() => Extract(stream, threads)).Message, StringComparison.Ordinal);
        }
    }

    private static SortedDictionary<string, byte[]>? TryExtract(byte[] stream)
    {
        try
        {
            return Extract(stream);
        }
        catch (FailureException)
        {
            return null;
        }
    }

    private static bool Same(SortedDictionary<string, byte[]> one, SortedDictionary<string, byte[]> other) =>
        one.Count == other.Count && one.Zip(other).All(pair => pair.First.Key == pair.Second.Key && pair.First.Value.AsSpan().SequenceEqual(pair.Second.Value));
}
