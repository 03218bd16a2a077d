namespace Understudy.Integration.Tests.LostTables;

/// <summary>Files in a database's directory that belong to no table.</summary>
internal static class StrayFiles
{
    internal static IEnumerable<string> Find(string databaseDirectory)
    {
        var tables = Directory.EnumerateFiles(databaseDirectory, "*.frm").Select(Path.GetFileNameWithoutExtension).ToHashSet();
        return Directory.EnumerateFiles(databaseDirectory)
            .Select(file => Path.GetFileName(file))
            .Where(file => file != "db.opt" && !tables.Contains(Path.GetFileNameWithoutExtension(file).Split("#P#")[0]))
            .Select(file => $"stray file: {file}");
    }
}
