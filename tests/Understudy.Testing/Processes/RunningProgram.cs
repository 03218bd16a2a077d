using System.Diagnostics;
using System.Text;

namespace Understudy.Testing;

/// <summary>A program that runs: started without a shell, its output collected, ended by its process number.</summary>
public sealed class RunningProgram : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errorOutput = new();
    private readonly string _commandLine;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Thread[] _readers;

    private RunningProgram(Process process, string commandLine)
    {
        _process = process;
        _commandLine = commandLine;
        _readers = [Collect(process.StandardOutput, _output), Collect(process.StandardError, _errorOutput)];
    }

    /// <summary>The process number.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>What it has written to standard error so far.</summary>
    public string ErrorOutputSoFar
    {
        get
        {
            lock (_errorOutput)
            {
                return _errorOutput.ToString();
            }
        }
    }

    /// <summary>What it has written to standard output so far.</summary>
    public string OutputSoFar
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>What it reads; closed unless the start asked for it.</summary>
    public Stream StandardInput => _process.StandardInput.BaseStream;

    /// <summary>Starts a program; its standard input is empty unless <paramref name="withInput"/>.</summary>
    public static RunningProgram Start(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? workingDirectory = null,
        bool withInput = false)
    {
        // A test run in the background of a script ignores the signal of Ctrl-C, and what it starts would inherit that.
        var start = new ProcessStartInfo("env")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
            StandardErrorEncoding = new UTF8Encoding(false),
            WorkingDirectory = workingDirectory ?? "/",
        };
        foreach (var argument in (IEnumerable<string>)["--default-signal=INT,QUIT", program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        var commandLine = $"{program} {string.Join(' ', start.ArgumentList.Skip(2))}";
        Process process;
        try
        {
            process = Process.Start(start) ?? throw new TestBedException($"cannot start {commandLine}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new TestBedException($"cannot start {commandLine}: {e.Message}", e);
        }

        if (!withInput)
        {
            process.StandardInput.Close();
        }

        return new RunningProgram(process, commandLine);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="TestBedException">It did not end in time; it has been killed.</exception>
    public static ProcessResult Run(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        TimeSpan? limit = null)
    {
        using var running = Start(program, arguments, environment);
        return running.WaitForEnd(limit ?? TimeSpan.FromMinutes(5));
    }

    /// <summary>Sends a signal to it.</summary>
    public void Signal(int signal)
    {
        if (!_process.HasExited)
        {
            Signals.Send(_process.Id, signal);
        }
    }

    /// <summary>Waits until it has written a text to standard error.</summary>
    /// <exception cref="TestBedException">It ended without, or did not in time.</exception>
    public void WaitForOutput(string text)
    {
        Deadline.WaitFor(
            $"\"{text}\" from {_commandLine}",
            TimeSpan.FromMinutes(3),
            () => _process.HasExited || ErrorOutputSoFar.Contains(text, StringComparison.Ordinal));
        if (!Deadline.TryWaitFor(TimeSpan.FromSeconds(5), () => ErrorOutputSoFar.Contains(text, StringComparison.Ordinal)))
        {
            throw new TestBedException($"ended without \"{text}\": {WaitForEnd(TimeSpan.FromSeconds(30))}");
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <exception cref="TestBedException">It did not end in time; it has been killed.</exception>
    public ProcessResult WaitForEnd(TimeSpan limit)
    {
        var inTime = _process.WaitForExit(limit);
        if (!inTime)
        {
            Signal(Signals.Kill);
            _process.WaitForExit(TimeSpan.FromSeconds(30));
        }

        // A child of the program may hold the pipes open: what it says is not waited for.
        foreach (var reader in _readers)
        {
            reader.Join(TimeSpan.FromSeconds(5));
        }

        var result = Result();
        return inTime ? result : throw new TestBedException($"did not end within {limit.TotalSeconds:F0} s: {result}");
    }

    /// <summary>Kills it if it still runs.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Signal(Signals.Kill);
            _process.WaitForExit(TimeSpan.FromSeconds(30));
        }

        _process.Dispose();
    }

    private ProcessResult Result()
    {
        lock (_output)
        {
            return new ProcessResult(
                _commandLine, _process.HasExited ? _process.ExitCode : -1, _output.ToString(), ErrorOutputSoFar, _clock.Elapsed);
        }
    }

    private static Thread Collect(StreamReader reader, StringBuilder text)
    {
        var thread = new Thread(() =>
        {
            var buffer = new char[4096];
            try
            {
                for (int count; (count = reader.Read(buffer, 0, buffer.Length)) > 0;)
                {
                    lock (text)
                    {
                        text.Append(buffer, 0, count);
                    }
                }
            }
            catch (IOException)
            {
                // the process object was disposed of while its pipe was read
            }
            catch (ObjectDisposedException)
            {
                // same
            }
        })
        { IsBackground = true, Name = "program output" };
        thread.Start();
        return thread;
    }
}
