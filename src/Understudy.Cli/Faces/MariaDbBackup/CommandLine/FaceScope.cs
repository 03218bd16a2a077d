namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

/// <summary>In which groups of option files an option is known, besides the backup program's own groups.</summary>
internal enum FaceScope
{
    /// <summary>In the groups of clients.</summary>
    Client,

    /// <summary>In the groups of the server, and behind <c>--mysqld-args</c>.</summary>
    Server,
}
