using System.Globalization;

namespace Understudy.Fault.Tests.Stages;

/// <summary>Looks at a process often, and remembers the most memory and descriptors that it had.</summary>
internal sealed class ResourceWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private readonly int _processId;

    internal ResourceWatch(int processId)
    {
        _processId = processId;
        _thread = new Thread(Run) { Name = "resource watch" };
        _thread.Start();
    }

    /// <summary>The most resident memory, as the kernel kept it.</summary>
    internal long PeakMemoryBytes { get; private set; }

    internal int MostDescriptors { get; private set; }

    internal void Stop()
    {
        _stop.Cancel();
        _thread.Join();
    }

    public void Dispose()
    {
        Stop();
        _stop.Dispose();
    }

    private void Run()
    {
        do
        {
            try
            {
                MostDescriptors = Math.Max(MostDescriptors, Directory.GetFiles($"/proc/{_processId}/fd").Length);
                var peak = File.ReadLines($"/proc/{_processId}/status")
                    .FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                PeakMemoryBytes = peak is null
                    ? PeakMemoryBytes
                    : Math.Max(PeakMemoryBytes, long.Parse(peak["VmHWM:".Length..^"kB".Length], CultureInfo.InvariantCulture) << 10);
            }
            catch (IOException)
            {
                return; // it has ended
            }
        }
        while (!_stop.Token.WaitHandle.WaitOne(Interval));
    }
}
