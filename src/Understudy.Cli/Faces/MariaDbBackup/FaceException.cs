namespace Understudy.Cli.Faces.MariaDbBackup;

/// <summary>The command line or a rule of <c>mariadb-backup</c> is not kept.</summary>
internal sealed class FaceException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="code">How the program ends.</param>
    /// <param name="message">What to say.</param>
    internal FaceException(FaceExit code, string message)
        : base(message) => Code = code;

    internal FaceExit Code { get; }

    /// <summary>Whether the message goes out as a line of the log; else it is written as it is.</summary>
    internal bool IsLogged { get; init; }

    /// <summary>Whether that line says that the error is fatal.</summary>
    internal bool IsFatal { get; init; }
}
