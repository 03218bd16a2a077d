using Understudy.Testing;

namespace Understudy.Integration.Tests.Configurations;

/// <summary>A file system of a kind, mounted for a test; that takes root and, but for tmpfs, loop devices.</summary>
internal sealed class MountedFileSystem : IDisposable
{
    private const long ImageBytes = 1L << 30;

    private readonly TemporaryDirectory _place = new();

    internal MountedFileSystem(string type)
    {
        Directory.CreateDirectory(_place["mounted"]);
        if (type == "tmpfs")
        {
            Mount("-t", "tmpfs", "-o", "size=1g", "tmpfs", _place["mounted"]);
            return;
        }

        using (var file = File.Create(_place["image"]))
        {
            file.SetLength(ImageBytes);
        }

        RunningProgram.Run($"/usr/sbin/mkfs.{type}", ["-q", "-f", _place["image"]]).Succeeded();
        Mount("-o", "loop", _place["image"], _place["mounted"]);
    }

    internal string this[string name] => Path.Combine(_place["mounted"], name);

    public void Dispose()
    {
        // Something may still be closing its files.
        Deadline.TryWaitFor(TimeSpan.FromSeconds(20), () => RunningProgram.Run("umount", [_place["mounted"]]).ExitCode == 0);
        _place.Dispose();
    }

    private static void Mount(params string[] arguments)
    {
        var mounted = RunningProgram.Run("mount", arguments);
        if (mounted.ExitCode != 0)
        {
            throw new TestBedException($"cannot mount a file system; these tests need root and loop devices: {mounted}");
        }
    }
}
