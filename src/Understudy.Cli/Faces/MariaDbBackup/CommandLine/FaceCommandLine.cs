using Understudy.Server;

namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

/// <summary>Puts together what the command line and the option files say.</summary>
internal static class FaceCommandLine
{
    /// <summary>The groups that only the backup program reads.</summary>
    internal static readonly IReadOnlyList<string> BackupGroups = ["xtrabackup", "mariabackup", "mariadb-backup"];

    /// <summary>The groups with settings of the server.</summary>
    internal static readonly IReadOnlyList<string> ServerGroups = ["mysqld", "server", "mariadb", "mariadbd", "client-server", "galera"];

    /// <summary>Reads both.</summary>
    /// <param name="program">The name that messages bear.</param>
    /// <param name="line">The command line, without the options about option files.</param>
    /// <param name="warn">Told what is odd and goes on.</param>
    /// <param name="locations">Where option files lie; null for the places of this host.</param>
    /// <exception cref="FaceException">Something is wrong.</exception>
    /// <exception cref="Formats.FailureException">An option file cannot be read.</exception>
    internal static FaceValues Read(string program, DefaultsLine line, Action<string> warn, DefaultsLocations? locations = null)
    {
        // Errors of the command line come first, and what the mode is decides which files count.
        var alone = new FaceValues();
        new ArgumentParser(program, alone, _ => { }).ReadArguments(line.Rest);
        var values = new FaceValues { DefaultsFile = line.Selection.DefaultsFile };
        var parser = new ArgumentParser(program, values, warn);
        if (!alone.IsOn("prepare") || line.Selection.DefaultsFile is not null)
        {
            IReadOnlyList<string> groups = [.. ServerGroups, .. BackupSeries.Groups(alone.Text("target-dir")), .. alone.Text("defaults-group") is { } more ? [more] : Array.Empty<string>()];
            ReadFiles(parser, line.Selection, groups, warn, locations);
        }

        parser.ReadArguments(line.Rest);
        return values;
    }

    /// <summary>What <c>--print-defaults</c> prints behind the heading: the arguments of the server's groups, then the command line.</summary>
    internal static string DefaultsText(DefaultsLine line, DefaultsLocations? locations = null)
    {
        var content = DefaultsFiles.Read(line.Selection, ServerGroups, locations);
        return string.Concat(content.Settings
            .Select(setting => "--" + setting.Name.Replace('_', '-') + (setting.Value is null ? "" : "=" + setting.Value))
            .Concat(line.Rest)
            .Select(argument => argument + " "));
    }

    private static void ReadFiles(ArgumentParser parser, DefaultsSelection selection, IReadOnlyList<string> server, Action<string> warn, DefaultsLocations? locations)
    {
        var content = DefaultsFiles.Read(selection, server, locations);
        foreach (var warning in content.Warnings)
        {
            warn("Warning: " + warning);
        }

        Apply(parser, content, FaceScope.Server);
        Apply(parser, DefaultsFiles.Read(selection, DefaultsFiles.ClientGroups, locations), FaceScope.Client);
        Apply(parser, DefaultsFiles.Read(selection, BackupGroups, locations), only: null);
    }

    private static void Apply(ArgumentParser parser, DefaultsContent content, FaceScope? only)
    {
        foreach (var setting in content.Settings)
        {
            parser.ReadSetting(setting, only);
        }
    }
}
