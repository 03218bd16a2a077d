namespace Understudy.Storage;

/// <summary>Where a backup is written to. Paths are relative, with '/'. Members may be called from several threads for different files.</summary>
public interface IBackupTarget
{
    /// <summary>What to call the target in messages.</summary>
    string Name { get; }

    /// <summary>
    /// Whether every file is to be written from front to back, by one thread, and ended at no less than was written of it. What was
    /// written may be written over as long as the file is not ended.
    /// </summary>
    bool IsSequential { get; }

    /// <summary>Makes a directory and its parents; one that exists is fine.</summary>
    void CreateDirectory(string path);

    /// <summary>Begins a file, in place of one of that name if there is one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it will be written.</param>
    ITargetFile Create(string path, TargetFileOptions options);

    /// <summary>Opens a file again that was closed without being finished, to write more of it.</summary>
    ITargetFile Reopen(string path);

    /// <summary>Reads a finished part of a file back. Only of a target that is not sequential.</summary>
    /// <returns>Bytes read; fewer than asked at the end of the file.</returns>
    /// <exception cref="NotSupportedException">It is sequential.</exception>
    int Read(string path, Span<byte> buffer, long offset);

    /// <summary>Gives a file that exists already on the same machine a name in the target, without copying.</summary>
    /// <returns>False when that cannot be done, for instance across file systems.</returns>
    bool TryLink(string sourcePath, string path);

    /// <summary>Renames a finished file, over another one if there is one.</summary>
    void Rename(string from, string to);

    /// <summary>Removes a file; one that does not exist is fine.</summary>
    void Delete(string path);

    /// <summary>Removes a directory and all below it; one that does not exist is fine.</summary>
    void DeleteDirectory(string path);

    /// <summary>Makes everything that was written so far durable.</summary>
    void Sync();

    /// <summary>Writes a file durably in one step: after a crash it is there whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its content.</param>
    void Publish(string path, Action<Stream> write);

    /// <summary>Ends the backup, after the last file.</summary>
    void Complete();
}
