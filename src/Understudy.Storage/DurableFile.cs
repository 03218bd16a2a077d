using Understudy.Native.LibC;

namespace Understudy.Storage;

/// <summary>Small files that are there whole or not at all, whatever happens.</summary>
public static class DurableFile
{
    /// <summary>Writes a file: temporary name, sync, rename, sync of the directory.</summary>
    /// <exception cref="IOException">It cannot be written; a file of that name that was there before still is.</exception>
    public static void Publish(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".tmp";
        File.Delete(temporary);
        using (var handle = PosixFile.Create(temporary, direct: false, out _))
        {
            PosixFile.WriteFully(handle, content, 0, temporary);
            PosixFile.Sync(handle, temporary);
        }

        PosixFile.Rename(temporary, path);
        PosixFile.SyncDirectory(Path.GetDirectoryName(path)!);
    }
}
