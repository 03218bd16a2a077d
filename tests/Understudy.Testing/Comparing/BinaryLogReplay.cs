namespace Understudy.Testing;

/// <summary>Brings a restored server up to date with its source's binary log.</summary>
public static class BinaryLogReplay
{
    private const string PacketBytesMax = "--max-allowed-packet=1G";

    /// <summary>
    /// Applies everything after <paramref name="from"/>, to the end of the logs in <paramref name="sourceDirectory"/>, to a
    /// server.
    /// </summary>
    /// <exception cref="TestBedException">A statement failed there; the message has it.</exception>
    public static void Apply(string sourceDirectory, BinaryLogPosition from, MariaDbServer target)
    {
        var files = File.ReadAllLines(Path.Combine(sourceDirectory, "binlog.index"))
            .Select(line => Path.Combine(sourceDirectory, Path.GetFileName(line)))
            .SkipWhile(file => Path.GetFileName(file) != from.File)
            .ToList();
        if (files.Count == 0)
        {
            throw new TestBedException($"the source has no binary log {from.File}");
        }

        var statements = target.Directory["replay.sql"];
        RunningProgram.Run(
            target.Release.Program("mariadb-binlog"),
            ["--no-defaults", $"--start-position={from.Position}", $"--result-file={statements}", .. files]).Succeeded();
        using var client = RunningProgram.Start(
            target.Release.Program("mariadb"),
            ["--no-defaults", $"--socket={target.SocketPath}", "--user=root", "--binary-mode", PacketBytesMax],
            withInput: true);
        try
        {
            using var source = File.OpenRead(statements);
            using var input = client.StandardInput;
            source.CopyTo(input);
        }
        catch (IOException)
        {
            // The client has ended early: its exit code and its words say why.
        }

        var result = client.WaitForEnd(TimeSpan.FromMinutes(5));
        if (result.ExitCode != 0)
        {
            throw new TestBedException($"replay of the binary log from {from.File}:{from.Position} failed: {result}");
        }
    }
}
