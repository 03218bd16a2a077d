using System.Text;
using Understudy.Formats;
using Understudy.Native.LibC;

namespace Understudy.Engine.Prepare.Files;

/// <summary>
/// Carries out what mariadb-backup left to do about tables that DDL changed while it copied: <c>t.del</c> (dropped),
/// <c>t.ren</c> (renamed to the name inside) and <c>t.new</c> (the file to be used). Can be stopped at any point and run
/// again: every mark is removed only after what it asks for is done, and renamed files wait under a name of their own until
/// no mark is left that could take them for another's.
/// </summary>
internal static class StockDdlFiles
{
    /// <summary>The ending of a file that names the new name of a table.</summary>
    internal const string RenamedExtension = ".ren";

    private const string DataExtension = ".ibd";
    private const string WaitingExtension = ".renamed";

    /// <summary>Does it.</summary>
    /// <returns>How many marks there were.</returns>
    internal static int Apply(string directory)
    {
        var databases = Directory.GetDirectories(directory);
        var done = 0;
        foreach (var mark in Find(databases, ".del"))
        {
            File.Delete(Path.ChangeExtension(mark, DataExtension));
            File.Delete(mark);
            done++;
        }

        Sync(databases, done);
        foreach (var mark in Find(databases, RenamedExtension))
        {
            Rename(directory, mark);
            done++;
        }

        Sync(databases, done);
        foreach (var waiting in Find(databases, WaitingExtension))
        {
            PosixFile.Rename(waiting, Path.ChangeExtension(waiting, DataExtension));
        }

        foreach (var file in Find(databases, ".new"))
        {
            PosixFile.Rename(file, Path.ChangeExtension(file, DataExtension));
            done++;
        }

        Sync(databases, done);
        return done;
    }

    /// <summary>The new name of a table, as <c>database/table</c>, from the file that says it.</summary>
    internal static string ReadNewName(string mark)
    {
        var text = BackupMetadata.TryReadSmall(mark);
        var name = Encoding.UTF8.GetString(text ?? []);
        var parts = name.Split('/');
        if (parts.Length != 2 || name.Contains('\0') || parts.Any(p => p is "" or "." or ".."))
        {
            throw new FailureException(
                FailureKind.Damaged, $"{mark} should hold the new name of a table as database/table, found '{name}'");
        }

        return name;
    }

    private static void Rename(string directory, string mark)
    {
        var name = ReadNewName(mark);
        var from = Path.ChangeExtension(mark, DataExtension);
        if (File.Exists(from))
        {
            Directory.CreateDirectory(Path.Combine(directory, Path.GetDirectoryName(name)!));
            PosixFile.Rename(from, Path.Combine(directory, name + WaitingExtension));
        }

        File.Delete(mark);
    }

    private static List<string> Find(string[] databases, string extension)
    {
        var found = new List<string>();
        foreach (var database in databases.Where(Directory.Exists))
        {
            found.AddRange(Directory.EnumerateFiles(database).Where(f => f.EndsWith(extension, StringComparison.Ordinal)));
        }

        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static void Sync(string[] databases, int done)
    {
        if (done == 0)
        {
            return;
        }

        foreach (var database in databases)
        {
            PosixFile.SyncDirectory(database);
        }
    }
}
