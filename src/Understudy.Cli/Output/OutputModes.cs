namespace Understudy.Cli.Output;

/// <summary>Chooses the way of output.</summary>
internal static class OutputModes
{
    internal static OutputMode Choose(bool json) => json ? OutputMode.Json : Console.IsErrorRedirected ? OutputMode.Plain : OutputMode.Terminal;
}
