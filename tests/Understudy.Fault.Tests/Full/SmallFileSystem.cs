using Understudy.Testing;

namespace Understudy.Fault.Tests.Full;

/// <summary>A small file system of its own in a file, mounted through a loop device; that takes root.</summary>
internal sealed class SmallFileSystem : IDisposable
{
    private readonly TemporaryDirectory _place = new();

    internal SmallFileSystem(int megabytes)
    {
        var image = _place["image"];
        using (var file = File.Create(image))
        {
            file.SetLength((long)megabytes << 20);
        }

        Directory.CreateDirectory(Path);
        RunningProgram.Run(Tool("mkfs.ext4"), ["-q", "-F", "-m", "0", "-O", "^has_journal", image]).Succeeded();
        var mounted = RunningProgram.Run("mount", ["-o", "loop", image, Path]);
        if (mounted.ExitCode != 0)
        {
            throw new TestBedException($"cannot mount a file system in a file; these tests need root and loop devices: {mounted}");
        }
    }

    internal string Path => _place["mounted"];

    internal string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Takes all room but for so many bytes.</summary>
    internal void Fill(long leaveBytes = 0)
    {
        var most = FreeBytes() - leaveBytes - (1 << 20);
        RunningProgram.Run("fallocate", ["-l", $"{most}", this["filler"]]).Succeeded();
        using var file = File.Create(this["more"], bufferSize: 1);
        var block = new byte[4096];
        try
        {
            while (FreeBytes() > leaveBytes)
            {
                file.Write(block);
                file.Flush(flushToDisk: true);
            }
        }
        catch (IOException)
        {
            // full
        }
    }

    private long FreeBytes() => new DriveInfo(Path).AvailableFreeSpace;

    public void Dispose()
    {
        // Something may still be closing its files.
        Deadline.TryWaitFor(TimeSpan.FromSeconds(20), () => RunningProgram.Run("umount", [Path]).ExitCode == 0);
        _place.Dispose();
    }

    private static string Tool(string name) => File.Exists($"/usr/sbin/{name}") ? $"/usr/sbin/{name}" : name;
}
