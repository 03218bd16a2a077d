using Understudy.Cli.Faces.MariaDbBackup.CommandLine;
using Understudy.Formats;
using Understudy.Server;

namespace Understudy.Cli.Faces.MariaDbBackup.Modes;

/// <summary>From where an increment starts: of several ways to say it the LSN counts first, then the directory, then the history.</summary>
internal static class FaceIncrement
{
    private const string ByLsn = "incremental-lsn";
    private const string ByDirectory = "incremental-basedir";
    private const string ByName = "incremental-history-name";
    private const string ByUuid = "incremental-history-uuid";

    /// <summary>Whether the backup is an increment.</summary>
    internal static bool IsWanted(FaceValues values) => ((string[])[ByLsn, ByDirectory, ByName, ByUuid]).Any(name => Has(values, name));

    internal static bool StartsFromDirectory(FaceValues values) => !Has(values, ByLsn) && Has(values, ByDirectory);

    /// <summary>The LSN that was given, or that the server's history of backups has.</summary>
    /// <returns>Null when it is not found in one of these ways.</returns>
    /// <exception cref="FailureException">There is no such LSN.</exception>
    internal static Lsn? FindLsn(FaceValues values, ConnectionOptions connection)
    {
        if (Has(values, ByName) && Has(values, ByUuid))
        {
            throw new FaceException(FaceExit.Failed, $"It is invalid to specify both --{ByName} and --{ByUuid}.") { IsLogged = true, IsFatal = true };
        }

        if (Has(values, ByLsn))
        {
            return Lsn.TryParse(values.Text(ByLsn), out var lsn)
                ? lsn
                : throw new FaceException(FaceExit.Failed, $"value '{values.Text(ByLsn)}' may be wrong format for incremental option.") { IsLogged = true };
        }

        if (Has(values, ByDirectory) || !IsWanted(values))
        {
            return null;
        }

        using var session = ServerSession.Connect(connection);
        return Has(values, ByName)
            ? BackupHistory.FindByName(session, values.Text(ByName)!)
            : BackupHistory.FindByUuid(session, values.Text(ByUuid)!);
    }

    private static bool Has(FaceValues values, string name) => values.Text(name) is { Length: > 0 };
}
