using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Understudy.Formats;
using Understudy.Formats.XbStream;
using Understudy.Storage.Streams;
using Understudy.Testing;

namespace Understudy.Engine.Tests.Streams;

/// <summary>Whatever is done to a target, the stream gives what a directory would have held, and nothing that stock readers choke on.</summary>
public sealed class StreamTargetTests
{
    private const int HeldFileBytesMax = 40;
    private const int HeldBytesMax = 100;

    [Fact]
    public void AnyOperations_GiveTheFilesOfAModel()
        => Prop.ForAll<int>(seed => Run(new Random(seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void SwappedAndReplacedFiles_GetTheirNamesAtTheEnd()
    {
        var stream = Write(target =>
        {
            target.CreateDirectory("d");
            Put(target, "d/a", new string('a', 50));
            Put(target, "d/b", new string('b', 50));
            Put(target, "d/gone", new string('g', 50));
            Put(target, "d/new", new string('1', 50));
            target.Rename("d/a", "d/aside");
            target.Rename("d/b", "d/a");
            target.Rename("d/aside", "d/b");
            target.Delete("d/gone");
            Put(target, "d/new", new string('2', 60));
            target.CreateDirectory("empty");
        });
        CheckRules(stream);
        Assert.Equal(
            ["d/a=b50", "d/b=a50", "d/new=260", "empty/"],
            StreamBytes.Extract(stream).Select(file => file.Key.EndsWith('/') ? file.Key : $"{file.Key}={(char)file.Value[0]}{file.Value.Length}"));
    }

    [Fact]
    public void FileThatGrowsBetweenOpenings_IsEndedOnceAndCanBeWrittenOver()
    {
        var stream = Write(target =>
        {
            using (var file = target.Create("log", default))
            {
                file.Write(Encoding.ASCII.GetBytes(new string('x', 50)), 50, 0);
            }

            using (var file = target.Reopen("log"))
            {
                file.Write("yz"u8.ToArray(), 2, 50);
                file.Write("AB"u8.ToArray(), 2, 0);
                file.Finish(52);
            }
        });
        Assert.Single(StreamBytes.Split(stream), chunk => chunk.Type == XbStreamChunkType.End);
        Assert.Equal("AB" + new string('x', 48) + "yz", Encoding.ASCII.GetString(StreamBytes.Extract(stream)["log"]));
    }

    [Fact]
    public void ReaderThatIsGone_IsAnError()
    {
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out);
        using var output = new Microsoft.Win32.SafeHandles.SafeFileHandle(pipe.SafePipeHandle.DangerousGetHandle(), ownsHandle: false);
        using var target = new StreamTarget(output, "a pipe");
        pipe.DisposeLocalCopyOfClientHandle();

        // The thread that writes meets the error; whichever call comes next tells it. More than a pipe holds, because a program
        // that is just being started has a copy of its other end for a moment.
        var error = Assert.Throws<FailureException>(() =>
        {
            Put(target, "a", new string('x', 1 << 20));
            target.Sync();
            target.Complete();
        });
        Assert.StartsWith("the stream cannot be written: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReaderThatDoesNotRead_CanBeGivenUp()
    {
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out);
        using var output = new Microsoft.Win32.SafeHandles.SafeFileHandle(pipe.SafePipeHandle.DangerousGetHandle(), ownsHandle: false);
        using var stop = new CancellationTokenSource();
        using var target = new StreamTarget(output, "a pipe") { Stop = stop.Token };
        var block = new byte[4 << 20];
        using var file = target.Create("big", default);
        stop.CancelAfter(TimeSpan.FromMilliseconds(200));
        Assert.Throws<OperationCanceledException>(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                file.Write(block, block.Length, (long)i * block.Length);
            }
        });
        pipe.DisposeLocalCopyOfClientHandle();
    }

    private static bool Run(Random random)
    {
        var model = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var stream = Write(target =>
        {
            foreach (var directory in new[] { "d", "e" })
            {
                target.CreateDirectory(directory);
            }

            for (var i = random.Next(40); i > 0; i--)
            {
                Step(random, target, model);
            }
        });
        CheckRules(stream);
        var files = StreamBytes.Extract(stream, threads: 1 + random.Next(3));
        Assert.Equal(
            model.Select(file => $"{file.Key}={file.Value}"),
            files.Where(file => !file.Key.EndsWith('/')).Select(file => $"{file.Key}={Encoding.ASCII.GetString(file.Value)}"));
        return true;
    }

    private static void Step(Random random, StreamTarget target, SortedDictionary<string, string> model)
    {
        var path = $"{"de"[random.Next(2)]}/{"abc"[random.Next(3)]}";
        switch (random.Next(5))
        {
            case 0 when model.Remove(path, out var moved):
                var to = $"{"de"[random.Next(2)]}/{"abc"[random.Next(3)]}";
                target.Rename(path, to);
                model[to] = moved;
                break;
            case 1:
                target.Delete(path);
                model.Remove(path);
                break;
            default:
                model[path] = new string((char)('a' + random.Next(26)), random.Next(70));
                Put(target, path, model[path]);
                break;
        }
    }

    private static byte[] Write(Action<StreamTarget> write)
    {
        using var place = new TemporaryDirectory();
        using (var output = StreamBytes.OpenOutput(place["stream"]))
        {
            using var target = new StreamTarget(output, "a file", HeldFileBytesMax, HeldBytesMax);
            write(target);
            target.Sync();
            target.Publish("info", stream => stream.Write("i"u8));
            target.Complete();
        }

        var bytes = File.ReadAllBytes(place["stream"]);
        return WithoutInfo(bytes);
    }

    // The last file is there in every stream; here it is in the way.
    private static byte[] WithoutInfo(byte[] stream)
    {
        var info = StreamBytes.File("info", "i"u8);
        var at = stream.AsSpan().IndexOf(info);
        return [.. stream[..at], .. stream[(at + info.Length)..]];
    }

    private static void Put(StreamTarget target, string path, string content)
    {
        using var file = target.Create(path, default);
        var half = content.Length / 2;
        file.Write(Encoding.ASCII.GetBytes(content[..half]), half, 0);
        file.Write(Encoding.ASCII.GetBytes(content[half..]), content.Length - half, half);
        file.Finish(content.Length);
    }

    // What makes the stock reader of several threads fail.
    private static void CheckRules(byte[] stream)
    {
        var open = new HashSet<string>(StringComparer.Ordinal);
        var ended = new HashSet<string>(StringComparer.Ordinal);
        var isRenaming = false;
        foreach (var chunk in StreamBytes.Split(stream))
        {
            Assert.Equal(XbStreamFlags.None, chunk.Flags);
            switch (chunk.Type)
            {
                case XbStreamChunkType.Rename:
                    isRenaming = true;
                    Assert.DoesNotContain(chunk.Path, open);
                    break;
                case XbStreamChunkType.Remove:
                    Assert.DoesNotContain(chunk.Path, open);
                    break;
                case XbStreamChunkType.End:
                    Assert.False(isRenaming, "a file is ended behind a rename");
                    open.Remove(chunk.Path);
                    Assert.True(ended.Add(chunk.Path), $"{chunk.Path} is there twice");
                    break;
                default:
                    Assert.DoesNotContain(chunk.Path, ended);
                    open.Add(chunk.Path);
                    break;
            }
        }

        Assert.Empty(open);
    }
}
