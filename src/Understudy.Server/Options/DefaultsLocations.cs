namespace Understudy.Server;

/// <summary>Where option files lie when none is named.</summary>
/// <param name="MachineFiles">Files of the machine, in their order; those that do not exist are skipped.</param>
/// <param name="UserFile">The file of the user, read last; null for none.</param>
/// <param name="GroupSuffix">The suffix of groups that the environment asks for; null for none.</param>
public sealed record DefaultsLocations(
    IReadOnlyList<string> MachineFiles, string? UserFile, string? GroupSuffix)
{
    /// <summary>
    /// The places of Debian's and the other usual packages, as <c>mariadb --help</c> prints them, and those that the
    /// environment names. Order and variables: as traced with <c>my_print_defaults</c> of 10.11.
    /// </summary>
    public static DefaultsLocations OfThisHost()
    {
        List<string> files = ["/etc/my.cnf", "/etc/mysql/my.cnf"];
        if (FirstOf("MARIADB_HOME", "MYSQL_HOME") is { } serverHome)
        {
            files.Add(Path.Combine(serverHome, "my.cnf"));
        }

        var home = FirstOf("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return new DefaultsLocations(
            files,
            home.Length == 0 ? null : Path.Combine(home, ".my.cnf"),
            FirstOf("MARIADB_GROUP_SUFFIX", "MYSQL_GROUP_SUFFIX"));
    }

    private static string? FirstOf(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                return value;
            }
        }

        return null;
    }
}
