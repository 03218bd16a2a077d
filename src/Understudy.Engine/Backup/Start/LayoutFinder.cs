using Understudy.Engine.Backup.Sources;
using Understudy.Formats;
using Understudy.Formats.InnoDb;
using Understudy.Server;

namespace Understudy.Engine.Backup.Start;

/// <summary>Finds out where a server keeps its files.</summary>
internal static class LayoutFinder
{
    /// <summary>Reads the layout from the server's variables.</summary>
    /// <param name="variables">The server's variables.</param>
    /// <param name="dataDirectory">Where the data directory is seen from here; null when as the server says.</param>
    /// <param name="hasRocksDb">Whether MyRocks is active.</param>
    internal static ServerLayout Find(ServerVariables variables, string? dataDirectory, bool hasRocksDb)
    {
        var seen = dataDirectory is null ? variables.DataDirectory : Path.GetFullPath(dataDirectory);
        string Here(string serverPath) => Path.GetFullPath(ReplacePrefix(serverPath, variables.DataDirectory, seen));

        if (!DataFilePath.TryParse(
            variables.InnoDbDataFilePath, variables.TryGet("innodb_data_home_dir", out var home) ? home : null, out var files, out var whyNot))
        {
            throw new FailureException(FailureKind.Failed, $"the system tablespace cannot be backed up: {whyNot}");
        }

        var system = files!.Files.Select(file => Here(Path.Combine(variables.DataDirectory, file.Path))).ToArray();
        if (system.Select(Path.GetFileName).Distinct(StringComparer.Ordinal).Count() != system.Length)
        {
            throw new FailureException(
                FailureKind.Failed, $"two files of innodb_data_file_path have the same name: {variables.InnoDbDataFilePath}");
        }

        return new ServerLayout
        {
            DataDirectory = seen,
            ServerDataDirectory = variables.DataDirectory,
            IgnoredDirectories = variables.IgnoredDirectories,
            SystemTablespace = system,
            UndoDirectory = Here(variables.InnoDbUndoDirectory),
            RedoLogDirectory = Here(variables.InnoDbLogGroupHome),
            AriaLogDirectory = Here(variables.AriaLogDirectory),
            RocksDbDirectory = hasRocksDb && variables.RocksDbDataDirectory is { } rocks ? Here(rocks) : null,
        };
    }

    private static string ReplacePrefix(string path, string prefix, string replacement) =>
        path == prefix || path.StartsWith(prefix + "/", StringComparison.Ordinal) ? replacement + path[prefix.Length..] : path;
}
