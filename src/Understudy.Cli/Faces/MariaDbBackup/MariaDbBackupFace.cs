using Understudy.Cli.Faces.MariaDbBackup.CommandLine;
using Understudy.Cli.Faces.MariaDbBackup.Modes;
using Understudy.Cli.Faces.MariaDbBackup.Output;
using Understudy.Formats;

namespace Understudy.Cli.Faces.MariaDbBackup;

/// <summary>The face of <c>mariadb-backup</c>: its command line, files, messages and exit codes on the engine of this program.</summary>
internal static class MariaDbBackupFace
{
    /// <summary>Runs it.</summary>
    /// <returns>The exit code.</returns>
    internal static int Run(FaceInvocation invocation)
    {
        var log = new FaceLog(Console.Error, TimeProvider.System);
        using var signals = new FaceSignals(log);
        try
        {
            return (int)Run(invocation, log, signals.Cancellation);
        }
        catch (Exception e)
        {
            return (int)Report(e, log, signals);
        }
    }

    private static FaceExit Run(FaceInvocation invocation, FaceLog log, CancellationToken cancellation)
    {
        var isOld = invocation.Arguments is [InnobackupexLine.Switch, ..];
        var line = DefaultsLine.Take(isOld ? [.. invocation.Arguments.Skip(1)] : invocation.Arguments);
        if (isOld && !line.PrintDefaults)
        {
            line = InnobackupexLine.Translate(invocation.ProgramName, line, TimeProvider.System.GetLocalNow());
        }

        if (line.PrintDefaults)
        {
            Console.Out.WriteLine($"{invocation.ProgramName} would have been started with the following arguments:\n{FaceCommandLine.DefaultsText(line)}");
            return FaceExit.Done;
        }

        var values = FaceCommandLine.Read(invocation.ProgramName, line, log.Raw);
        if (values.IsGiven("version"))
        {
            log.Raw(FaceHelp.Version(invocation.ProgramName));
            return FaceExit.Done;
        }

        if (values.IsGiven("help"))
        {
            Console.Out.Write(FaceHelp.Help(invocation.ProgramName));
            return FaceExit.Done;
        }

        FaceRules.Check(values);
        var run = new FaceRun(invocation, values, log, cancellation);
        if (FaceRules.FindMode(values) is not { } mode)
        {
            Console.Out.Write(FaceHelp.Help(invocation.ProgramName));
            return FaceExit.Failed;
        }

        log.Raw(FaceHelp.Version(invocation.ProgramName));
        if (isOld)
        {
            log.Line($"'{InnobackupexLine.Switch}' is deprecated and will be removed in a future release of MariaDB");
        }

        mode(run);
        log.Line("completed OK!");
        return FaceExit.Done;
    }

    private static FaceExit Report(Exception error, FaceLog log, FaceSignals signals)
    {
        switch (error)
        {
            case FaceException { IsFatal: true } e:
                log.Fatal(e.Message);
                return e.Code;
            case FaceException { IsLogged: true } e:
                log.Line(e.Message);
                return e.Code;
            case FaceException e:
                log.Raw(e.Message);
                return e.Code;
            case FailureException e:
                log.Fatal(e.Message);
                if (e.Hint is not null)
                {
                    log.Raw("HINT: " + FaceHints.Translate(e.Hint));
                }

                return FaceExit.Failed;
            case OperationCanceledException:
                log.Fatal("stopped by a signal; what was written so far is no backup");
                return signals.ByInterrupt ? FaceExit.Cancelled : FaceExit.Failed;
            case IOException or UnauthorizedAccessException:
                log.Fatal(error.Message);
                return FaceExit.Failed;
            default:
                log.Fatal($"internal error, please report it: {error}");
                return FaceExit.Failed;
        }
    }
}
