using Understudy.Native.LibC;

namespace Understudy.Storage;

/// <summary>Files that are there whole or not at all, whatever happens.</summary>
public static class DurableFile
{
    /// <summary>Writes a file: temporary name, sync, rename, sync of the directory.</summary>
    /// <exception cref="IOException">It cannot be written; a file of that name that was there before still is.</exception>
    public static void Publish(string path, ReadOnlySpan<byte> content)
    {
        var bytes = content.ToArray();
        Publish(path, stream => stream.Write(bytes));
    }

    /// <summary>Writes a file of any size in the same way.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its content.</param>
    /// <exception cref="IOException">It cannot be written; a file of that name that was there before still is.</exception>
    public static void Publish(string path, Action<Stream> write)
    {
        var temporary = path + ".tmp";
        File.Delete(temporary);
        using (var handle = PosixFile.Create(temporary, direct: false, out _))
        {
            using var stream = new FileStream(handle, FileAccess.Write);
            write(stream);
            stream.Flush();
            PosixFile.Sync(handle, temporary);
        }

        PosixFile.Rename(temporary, path);
        PosixFile.SyncDirectory(Path.GetDirectoryName(path)!);
    }
}
