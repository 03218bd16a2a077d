using Microsoft.Win32.SafeHandles;
using Understudy.Engine.Backup.Sources;
using Understudy.Engine.Copying;
using Understudy.Formats;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Backup.Copiers;

/// <summary>
/// Reads the clones that nobody has read yet, when the server has gone on long since: verifies their pages, hashes them, and mends
/// from the server's file what that still has as it was.
/// </summary>
/// <param name="context">The backup.</param>
/// <param name="target">Where the clones are.</param>
/// <param name="end">Where the copied redo log ends.</param>
internal sealed class CloneReader(BackupContext context, DirectoryTarget target, Lsn end)
{
    /// <summary>Reads them.</summary>
    /// <param name="isLeft">Which of them stay unread.</param>
    internal void Run(Func<CopiedFile, bool> isLeft)
    {
        var unread = context.Catalog.Files.Where(file => file.Unread is not null && !isLeft(file)).OrderByDescending(file => file.SizeBytes).ToArray();
        context.Scope.Progress.AddTotal(unread.Sum(file => file.SizeBytes) - context.Scope.Progress.BytesCloned);
        var files = unread.Select(Place).ToArray();
        try
        {
            context.Pool.Run([.. files.SelectMany(file => file.Jobs())], context.Cancellation);
        }
        finally
        {
            Array.ForEach(files, file => file.Dispose());
        }
    }

    private PlacedFile Place(CopiedFile file)
    {
        var path = target.PathOf(file.StoredPaths[0]);
        return new PlacedFile(
            path, file.SizeBytes, context.Scope, () => Open(file, path), hashes => context.Catalog.Set(file with { Hashes = hashes, Unread = null }));
    }

    private OpenPlacedFile Open(CopiedFile file, string path)
    {
        var check = file.Unread!(file, end);
        var open = OpenPlacedFile.Open(path, file.SizeBytes, check);
        return check is TablespaceCheck && OpenOnServer(file) is { } server
            ? open with { Again = server, Mend = (block, offset) => Write(path, block, offset) }
            : open;
    }

    // Null when it is another file now, or none: then nobody has the page as it was.
    private static SafeFileHandle? OpenOnServer(CopiedFile file)
    {
        SafeFileHandle server;
        try
        {
            server = PosixFile.OpenRead(file.SourcePath, file.SizeBytes >= CacheNeutralFile.DirectBytesMin, out _);
        }
        catch (IOException)
        {
            return null;
        }

        if (file.Status is { } status && Signature.IsSameFile(status, FileStatus.Of(server)))
        {
            return server;
        }

        server.Dispose();
        return null;
    }

    private static void Write(string path, ReadOnlySpan<byte> block, long offset)
    {
        using var file = PosixFile.OpenReadWrite(path, direct: false, out _);
        PosixFile.WriteFully(file, block, offset, path);
    }
}
