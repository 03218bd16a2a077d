using System.Text;
using Understudy.Cli.Faces.MariaDbBackup;
using Understudy.Cli.Faces.MbStream;
using Understudy.Native.LibC;

namespace Understudy.Cli.Faces;

/// <summary>
/// Programs of the server that this one stands in for. A face is taken when it is the first argument, or when the program was called
/// by its name, through a link. It has its own command line, output and exit codes.
/// </summary>
internal static class FaceDispatcher
{
    private const string ArgumentsFile = "/proc/self/cmdline";

    private const int PathBytesMax = 4096;

    private static readonly Dictionary<string, Func<FaceInvocation, int>> Faces = new(StringComparer.Ordinal)
    {
        ["mariadb-backup"] = MariaDbBackupFace.Run,
        ["mariabackup"] = MariaDbBackupFace.Run,
        ["mbstream"] = MbStreamFace.Run,
    };

    /// <summary>The names of all faces.</summary>
    internal static IEnumerable<string> Names => Faces.Keys;

    /// <summary>Finds the face that was called.</summary>
    /// <param name="calledAs">What the program was called by; a path or a name.</param>
    /// <param name="args">The arguments behind it.</param>
    /// <returns>The face, to be run; null when this program was called as itself.</returns>
    internal static Func<int>? Choose(string calledAs, string[] args)
    {
        if (Path.GetFileName(calledAs) is var name && Faces.TryGetValue(name, out var run))
        {
            return () => Start(run, new FaceInvocation(name, args));
        }

        return args.Length > 0 && Faces.TryGetValue(args[0], out run)
            ? () => Start(run, new FaceInvocation(args[0], args[1..]))
            : null;
    }

    private static int Start(Func<FaceInvocation, int> run, FaceInvocation invocation)
    {
        CreationModes.ReadEnvironment(Environment.GetEnvironmentVariable);
        return run(invocation);
    }

    /// <summary>What the program was called by. The runtime knows only the file behind the link.</summary>
    internal static string CalledAs()
    {
        try
        {
            using var file = File.OpenRead(ArgumentsFile);
            Span<byte> buffer = stackalloc byte[PathBytesMax];
            var first = buffer[..file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
            return Encoding.UTF8.GetString(first[..Math.Max(first.IndexOf((byte)0), 0)]);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
