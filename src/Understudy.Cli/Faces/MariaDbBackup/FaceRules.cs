using Understudy.Cli.Faces.MariaDbBackup.CommandLine;
using Understudy.Cli.Faces.MariaDbBackup.Modes;

namespace Understudy.Cli.Faces.MariaDbBackup;

/// <summary>What of a command line goes together.</summary>
internal static class FaceRules
{
    // The name in messages, and the order of the pairs, are those of mariadb-backup.
    private static readonly (string Option, string Called)[] Exclusive =
        [("copy-back", "--copy-back"), ("move-back", "--move-back"), ("prepare", "--apply-log"), ("decompress", "--decompress")];

    private static readonly (string Option, Action<FaceRun> Run)[] Modes =
    [
        ("backup", BackupMode.Run),
        ("prepare", PrepareMode.Run),
        ("copy-back", CopyBackMode.Run),
        ("move-back", CopyBackMode.Run),
        ("decompress", DecompressMode.Run),
    ];

    /// <summary>Refuses what does not go together.</summary>
    /// <exception cref="FaceException">It does not.</exception>
    internal static void Check(FaceValues values)
    {
        if (values.Words.Count > 0)
        {
            throw Wrong($"mariabackup: Error: unknown argument: '{values.Words[0]}'");
        }

        var chosen = Exclusive.Where(mode => values.IsOn(mode.Option)).Select(mode => mode.Called).ToArray();
        if (chosen.Length > 1)
        {
            throw Wrong($"Error: {chosen[0]} and {chosen[1]} are mutually exclusive\n");
        }

        CheckRecovery(values, prepare: "--prepare");
        if (values.Number("innodb-log-write-ahead-size") is >= 512 and <= 4096 and var size && !ulong.IsPow2(size))
        {
            throw Wrong($"InnoDB: innodb_log_write_ahead_size={size} is not a power of two");
        }
    }

    /// <summary>Refuses a backup that is to recover something.</summary>
    /// <param name="values">The options.</param>
    /// <param name="prepare">What the mode is called that may.</param>
    /// <exception cref="FaceException">It is one.</exception>
    internal static void CheckRecovery(FaceValues values, string prepare)
    {
        if (values.IsOn("backup") && values.Number("innodb-force-recovery") > 0)
        {
            throw Wrong($"mariabackup: The option \"innodb_force_recovery\" should only be used with \"{prepare}\".");
        }
    }

    /// <summary>The mode that was chosen.</summary>
    /// <returns>Null when there is none, or more than one.</returns>
    internal static Action<FaceRun>? FindMode(FaceValues values)
    {
        if (values.IsOn("print-param"))
        {
            return PrintParamMode.Run;
        }

        var chosen = Modes.Where(mode => values.IsOn(mode.Option)).ToArray();
        return chosen.Length == 1 ? chosen[0].Run : null;
    }

    private static FaceException Wrong(string message) => new(FaceExit.Failed, message) { IsLogged = true };
}
