using System.ComponentModel;
using System.Diagnostics;
using Understudy.Formats;

namespace Understudy.Engine.Snapshot;

/// <summary>Runs the programs of a snapshot.</summary>
internal static class SnapshotShell
{
    private const int OutputCharactersMax = 2000;
    private static readonly TimeSpan OutputTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Runs commands one after the other.</summary>
    /// <param name="commands">The commands.</param>
    /// <param name="timeout">How long all of them together may take.</param>
    /// <param name="cancellation">Ends the one that runs.</param>
    /// <exception cref="FailureException">One failed or took too long; it was ended then.</exception>
    internal static void Run(IReadOnlyList<SnapshotCommand> commands, TimeSpan timeout, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var command in commands)
        {
            var (code, output) = Run(command, timeout - Stopwatch.GetElapsedTime(started), cancellation);
            if (code != 0)
            {
                throw new FailureException(FailureKind.Failed, $"{command} failed with exit code {code}: {output}");
            }
        }
    }

    /// <summary>Runs a command.</summary>
    /// <returns>Its exit code, and what it wrote.</returns>
    internal static (int ExitCode, string Output) Run(SnapshotCommand command, TimeSpan timeout, CancellationToken cancellation)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(command.Program, command.Arguments)
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            },
        };
        foreach (var (name, value) in command.Environment)
        {
            process.StartInfo.Environment[name] = value;
        }

        var output = new SnapshotOutput(OutputCharactersMax);
        process.OutputDataReceived += (_, line) => output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => output.Add(line.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new FailureException(FailureKind.Failed, $"cannot run {command.Program}: {e.Message}", "install it, or choose another --provider", e);
        }

        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using (cancellation.UnsafeRegister(static p => Kill((Process)p!), process))
        {
            if (!process.WaitForExit(timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero))
            {
                Kill(process);
                throw new FailureException(
                    FailureKind.Failed,
                    $"{command} did not end in time and was killed",
                    "raise --snapshot-timeout, or find out what it waits for");
            }
        }

        cancellation.ThrowIfCancellationRequested();
        output.WaitForEnd(OutputTimeout);
        return (process.ExitCode, output.Text);
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }
}
