namespace Understudy.Engine.Backup;

/// <summary>
/// Lets a test stop a backup at a named point, to make things happen there that would otherwise be a matter of luck. The variable
/// UNDERSTUDY_TEST_PAUSE holds <c>point:file</c>; at the point <c>file.reached</c> is made, and <c>file.go</c> is waited for.
/// </summary>
internal static class TestPause
{
    private static readonly string[] Wanted = (Environment.GetEnvironmentVariable("UNDERSTUDY_TEST_PAUSE") ?? "").Split(':', 2);

    internal static void At(string point, CancellationToken cancellation)
    {
        if (Wanted.Length != 2 || Wanted[0] != point)
        {
            return;
        }

        File.Create(Wanted[1] + ".reached").Dispose();
        while (!File.Exists(Wanted[1] + ".go"))
        {
            cancellation.ThrowIfCancellationRequested();
            Thread.Sleep(10);
        }
    }
}
