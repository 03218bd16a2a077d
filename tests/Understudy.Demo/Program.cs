using Understudy.Demo;
using Understudy.Testing;

try
{
    return DemoRun.Run(MariaDbRelease.Find(args is [var number] ? number : "10.11")) ? 0 : 1;
}
catch (TestBedException e)
{
    Console.Error.WriteLine($"demo: {e.Message}");
    return 1;
}
