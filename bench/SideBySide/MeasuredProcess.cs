using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Understudy.Bench.SideBySide;

/// <summary>Runs a command of the shell and measures it: by what the kernel has counted when it has ended, not by samples.</summary>
internal static class MeasuredProcess
{
    private const int SignalInfoBytes = 128;
    private const int UsageLongs = 18;
    private const int MaxResidentIndex = 4; // after two times of two longs each
    private const double Microsecond = 1e-6;

    /// <summary>Runs a command to its end.</summary>
    /// <param name="command">For <c>sh</c>; what it prints goes to the log.</param>
    /// <param name="log">A file that is written anew.</param>
    /// <exception cref="InvalidOperationException">It failed; the message has the end of its log.</exception>
    internal static unsafe Measured Run(string command, string log)
    {
        var started = Stopwatch.GetTimestamp();
        var pid = Start(["/bin/sh", "-c", $"exec >'{log}' 2>&1; {command}"]);
        var info = stackalloc byte[SignalInfoBytes];
        while (LibC.waitid(LibC.P_PID, pid, info, LibC.WEXITED | LibC.WNOWAIT) != 0)
        {
            // Interrupted by a signal.
        }

        var ended = Stopwatch.GetTimestamp();
        var (read, written) = ReadCounters(pid); // it has ended, but is not forgotten yet
        int status;
        var usage = stackalloc long[UsageLongs];
        if (LibC.wait4(pid, &status, 0, usage) != pid || status != 0)
        {
            throw new InvalidOperationException($"failed with status {status}: {command}\n{Tail(log)}");
        }

        var cpu = usage[0] + usage[2] + ((usage[1] + usage[3]) * Microsecond);
        return new Measured(started, ended, cpu, usage[MaxResidentIndex] * 1024, read, written);
    }

    private static unsafe int Start(string[] arguments)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => $"{entry.Key}={entry.Value}");
        var argumentPointers = Pointers(arguments);
        var environmentPointers = Pointers([.. environment]);
        fixed (nint* argv = argumentPointers, envp = environmentPointers)
        {
            int pid;
            var error = LibC.posix_spawn(&pid, (byte*)argv[0], null, null, (byte**)argv, (byte**)envp);
            Free(argumentPointers);
            Free(environmentPointers);
            return error == 0 ? pid : throw new InvalidOperationException($"cannot start {arguments[0]}: error {error}");
        }
    }

    private static nint[] Pointers(string[] texts) => [.. texts.Select(Marshal.StringToCoTaskMemUTF8), 0];

    private static void Free(nint[] pointers)
    {
        foreach (var pointer in pointers)
        {
            Marshal.FreeCoTaskMem(pointer);
        }
    }

    private static (long Read, long Written) ReadCounters(int pid)
    {
        var counters = File.ReadLines($"/proc/{pid}/io")
            .Select(line => line.Split(": "))
            .ToDictionary(parts => parts[0], parts => long.Parse(parts[1], CultureInfo.InvariantCulture));
        return (counters["rchar"], counters["wchar"]);
    }

    private static string Tail(string log)
    {
        var lines = new StringBuilder();
        foreach (var line in File.ReadLines(log).TakeLast(20))
        {
            lines.AppendLine(line);
        }

        return lines.ToString();
    }
}
