namespace Understudy.Cli.Faces.MariaDbBackup;

/// <summary>The face of <c>mariadb-backup</c>.</summary>
internal static class MariaDbBackupFace
{
    internal static int Run(FaceInvocation invocation)
    {
        Console.Error.WriteLine($"{invocation.ProgramName}: this version does not know this command line yet");
        return 1;
    }
}
