using Understudy.Native.LibC;

namespace Understudy.Bench.SideBySide;

/// <summary>Directories of the run, and what of the files is in the page cache.</summary>
/// <param name="settings">Where.</param>
internal sealed class Workspace(Settings settings)
{
    private const string AsidePrefix = "aside-";

    private int _aside;

    internal string PathOf(string name) => Path.Combine(settings.Run, name);

    /// <summary>
    /// Puts a directory aside; one that is not there is fine. Its files are emptied, not deleted: for a minute after thousands of files
    /// were deleted, ext4 takes ten times as long to create one, since it looks past every inode that was freed lately.
    /// </summary>
    internal string Fresh(string name)
    {
        var path = PathOf(name);
        if (Directory.Exists(path))
        {
            var aside = PathOf($"{AsidePrefix}{_aside++}");
            Directory.Move(path, aside);
            foreach (var file in Directory.EnumerateFiles(aside, "*", SearchOption.AllDirectories))
            {
                using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Write);
                RandomAccess.SetLength(handle, 0);
            }
        }

        Directory.CreateDirectory(settings.Run);
        return path;
    }

    /// <summary>Deletes what was put aside, in this run or in one that was stopped.</summary>
    internal void Clear()
    {
        Directory.CreateDirectory(settings.Run);
        foreach (var aside in Directory.EnumerateDirectories(settings.Run, AsidePrefix + "*"))
        {
            Directory.Delete(aside, recursive: true);
        }
    }

    /// <summary>Copies a directory, and makes the copy durable.</summary>
    internal string Copy(string from, string name)
    {
        var path = Fresh(name);
        MeasuredProcess.Run($"cp -a --reflink=never '{from}' '{path}'", settings.Log("copy"));
        Settle();
        return path;
    }

    /// <summary>Makes everything durable, so that no run pays for what another wrote.</summary>
    /// <returns>How long that took, in seconds.</returns>
    internal double Settle() => MeasuredProcess.Run($"exec sync -f '{settings.Directory}'", settings.Log("sync")).Seconds;

    /// <summary>Reads all files into the page cache, or takes them out of it: those of this directory only, so that it needs no rights.</summary>
    internal void SetCache(string directory, string state)
    {
        if (state == "warm")
        {
            MeasuredProcess.Run($"find '{directory}' -type f -exec cat {{}} + >/dev/null", settings.Log("warm"));
            return;
        }

        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            using var handle = PosixFile.OpenRead(file);
            PosixFile.DropCache(handle, 0, 0);
        }
    }
}
