using Understudy.Testing;

namespace Understudy.Integration.Tests.Configurations;

/// <summary>The files that a server has open.</summary>
internal static class OpenFiles
{
    internal static IReadOnlyList<string> Of(MariaDbServer server) =>
    [
        .. Directory.EnumerateFiles($"/proc/{server.ProcessId}/fd")
            .Select(file => new FileInfo(file).LinkTarget)
            .OfType<string>(),
    ];
}
