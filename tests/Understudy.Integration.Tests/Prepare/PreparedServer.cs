using Understudy.Testing;

namespace Understudy.Integration.Tests.Prepare;

/// <summary>What servers and their tools say of a directory that was prepared.</summary>
internal static class PreparedServer
{
    private const string MustRollBack = "which must be rolled back";
    private const string HasRolledBack = "InnoDB: Rollback of non-prepared transactions completed";

    private static readonly string[] LeftByPurge = ["Unpurged clustered index record in", "Clustered index record not found for index"];
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly string[] Complaints = ["[ERROR]", "crash recovery", "corrupt", "not shut down"];

    /// <summary>
    /// Starts a server on a directory, lets it roll back what was open and purge all that it can, and has it examine every
    /// table with <c>CHECK TABLE ... EXTENDED</c>; it must find nothing to recover and nothing wrong, and end in order.
    /// </summary>
    /// <param name="options">The server's; it is started on <see cref="MariaDbServerOptions.DataDirectory"/>.</param>
    internal static void AssertIsSound(MariaDbServerOptions options)
    {
        using var server = MariaDbServer.Start(options);
        if (HasSaid(server, MustRollBack))
        {
            Deadline.WaitFor("open transactions to be rolled back", Limit, () => HasSaid(server, HasRolledBack));
        }

        server.Execute("SET GLOBAL innodb_max_purge_lag_wait=0");
        var damage = TableCheck.FindDamage(server).Where(complaint => !IsLeftByPurge(complaint)).ToList();
        server.Stop();
        Assert.True(damage.Count == 0, $"{options.DataDirectory}:\n{string.Join('\n', damage)}");
        var complained = File.ReadLines(server.ErrorLogPath)
            .Where(line => Complaints.Any(c => line.Contains(c, StringComparison.OrdinalIgnoreCase)));
        Assert.True(!complained.Any(), $"{options.DataDirectory}:\n{string.Join('\n', complained)}");
    }

    // Purge now and then leaves a row behind that is marked as deleted. A server says so of itself under this load, before any
    // backup of it and after a restart.
    private static bool IsLeftByPurge(string complaint) =>
        complaint.Contains(": Warning: InnoDB: ", StringComparison.Ordinal)
        && complaint.Contains("RECORD(info_bits=32, ", StringComparison.Ordinal)
        && LeftByPurge.Any(words => complaint.Contains(words, StringComparison.Ordinal));

    /// <summary>The server's own tool finds no page of which the checksum is wrong.</summary>
    internal static void AssertChecksums(MariaDbRelease release, string directory, int pageKilobytes)
    {
        var program = release.Program("innochecksum");
        var extentPages = Math.Max(64, 1024 / pageKilobytes);
        var system = Path.Combine(directory, "ibdata1");
        // Up to the doublewrite buffer, and behind it.
        RunningProgram.Run(program, [$"--end-page={extentPages - 1}", system]).Succeeded();
        RunningProgram.Run(program, [$"--start-page={3 * extentPages}", system]).Succeeded();
        var files = Directory.EnumerateFiles(directory, "*.ibd", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(directory, "undo*").Where(f => !f.EndsWith(".json", StringComparison.Ordinal)))
            .Where(f => new FileInfo(f).Length > 0)
            .ToList();
        Assert.True(files.Count > 20, $"only {files.Count} files in {directory}");
        files.ForEach(file => RunningProgram.Run(program, [file]).Succeeded());
    }

    private static bool HasSaid(MariaDbServer server, string words) =>
        File.ReadLines(server.ErrorLogPath).Any(line => line.Contains(words, StringComparison.Ordinal));
}
