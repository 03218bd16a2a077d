namespace Understudy.Cli.Faces.MariaDbBackup;

/// <summary>The exit codes of <c>mariadb-backup</c>.</summary>
internal enum FaceExit
{
    Done = 0,
    Failed = 1,
    UnknownOption = 2,
    NoArgumentAllowed = 4,
    ArgumentRequired = 5,
    UnknownVariable = 7,
    BadNumber = 9,
    BadChoice = 13,
    Cancelled = 130,
}
