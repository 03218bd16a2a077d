namespace Understudy.Cli.Faces.MbStream;

/// <summary>The face of <c>mbstream</c>.</summary>
internal static class MbStreamFace
{
    internal static int Run(FaceInvocation invocation)
    {
        Console.Error.WriteLine($"{invocation.ProgramName}: this version cannot read or write streams yet");
        return 1;
    }
}
