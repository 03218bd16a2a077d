using Understudy.Engine.Streams;
using Understudy.Formats;
using Understudy.Native.LibC;

namespace Understudy.Cli.Faces.MbStream;

/// <summary>
/// The face of <c>mbstream</c>: the same command line and stream. Where the stock program stops early and exits 0, this one exits 1.
/// </summary>
internal static class MbStreamFace
{
    private const string HelpText = """
        Makes streams of files, and files of streams, in the format of mariadb-backup --stream.

        Usage:
          mbstream -c [OPTIONS...] FILES...  # write the files as a stream to standard output
          mbstream -x [OPTIONS...]           # make the files of the stream on standard input

        Options:
          -?, --help            Show this help.
          -c, --create          Write a stream.
          -x, --extract         Read a stream. Nothing is written outside the directory; nothing that exists is replaced.
          -C, --directory=DIR   Work in this directory, which must exist.
          -p, --parallel=N      Writing threads of -x.
          -v, --verbose         Name each file on standard error.

        Exit code: 0 when all was done, 1 when anything was not.
        """;

    internal static int Run(FaceInvocation invocation)
    {
        try
        {
            return Run(invocation, MbStreamArguments.Parse(invocation.Arguments));
        }
        catch (FailureException e)
        {
            return Fail(invocation, e.Message, e.Hint);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(invocation, e.Message, hint: null);
        }
    }

    private static int Run(FaceInvocation invocation, MbStreamArguments arguments)
    {
        if (arguments.Help)
        {
            Console.Out.WriteLine(HelpText);
            return 0;
        }

        Action<string>? tell = arguments.Verbose ? Console.Error.WriteLine : null;
        switch (arguments)
        {
            case { Create: true, Extract: true }:
                return Fail(invocation, "-c and -x exclude each other", hint: null);
            case { Extract: true }:
                var options = new StreamExtractionOptions { Directory = arguments.Directory, Parallel = arguments.Parallel, FileBegun = tell };
                StreamExtraction.Run(PosixPipe.StandardInput, options, CancellationToken.None);
                return 0;
            case { Create: true, Files.Count: 0 }:
                return Fail(invocation, "no files are named to make a stream of", hint: null);
            case { Create: true }:
                StreamCreation.Run(PosixPipe.StandardOutput, arguments.Directory, arguments.Files, tell, CancellationToken.None);
                return 0;
            default:
                return Fail(invocation, "either -c or -x must be given", "see mbstream --help");
        }
    }

    private static int Fail(FaceInvocation invocation, string message, string? hint)
    {
        Console.Error.WriteLine($"{invocation.ProgramName}: {message}");
        if (hint is not null)
        {
            Console.Error.WriteLine($"HINT: {hint}");
        }

        return 1;
    }
}
