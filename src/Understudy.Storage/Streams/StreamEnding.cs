namespace Understudy.Storage.Streams;

/// <summary>
/// The chunks behind the last file: what was sent and is no more is removed, what has another name is renamed. After a rename no file
/// may be ended any more: the stock reader then finds a wrong checksum where there is none.
/// </summary>
internal static class StreamEnding
{
    internal static void Write(
        ChunkWriter chunks,
        StreamNames names,
        IReadOnlyCollection<StreamFile> files,
        IEnumerable<string> gone,
        IEnumerable<string> directories,
        IEnumerable<string> goneDirectories)
    {
        var placeholders = MakeDirectories(chunks, names, files, directories);
        foreach (var path in gone.Concat(placeholders))
        {
            chunks.Remove(path);
        }

        Rename(chunks, names, [.. files.Where(file => file.StreamName != file.Path)]);
        foreach (var path in goneDirectories.Where(names.IsKnown))
        {
            chunks.Remove(path);
        }
    }

    // A directory exists only through a file in it, and the stock reader makes none for a rename.
    private static List<string> MakeDirectories(
        ChunkWriter chunks, StreamNames names, IEnumerable<StreamFile> files, IEnumerable<string> directories)
    {
        var placeholders = new List<string>();
        foreach (var directory in files
            .Select(file => StreamNames.DirectoryOf(file.Path))
            .Concat(directories)
            .Distinct(StringComparer.Ordinal)
            .Where(directory => directory.Length > 0 && !names.IsKnown(directory))
            .ToArray())
        {
            var name = names.TakeMoment(directory + "/");
            chunks.End(name);
            placeholders.Add(name);
        }

        return placeholders;
    }

    // Two files may have swapped their names: what stands in the way of another goes aside first.
    private static void Rename(ChunkWriter chunks, StreamNames names, StreamFile[] moved)
    {
        var wanted = moved.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var file in moved.Where(file => wanted.Contains(file.StreamName!)))
        {
            var aside = names.TakeMoment(file.StreamName!);
            chunks.Rename(file.StreamName!, aside);
            file.Renamed(aside);
        }

        foreach (var file in moved)
        {
            chunks.Rename(file.StreamName!, file.Path);
        }
    }
}
