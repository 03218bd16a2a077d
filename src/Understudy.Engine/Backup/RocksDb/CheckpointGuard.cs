using System.Diagnostics;

namespace Understudy.Engine.Backup.RocksDb;

/// <summary>
/// A small process that outlives this one and removes the MyRocks checkpoint when this program dies without doing so: a checkpoint
/// that stays behind keeps every data file of its time on disk.
/// </summary>
internal sealed class CheckpointGuard : IDisposable
{
    // Standard input ends when this program dies, however it dies. The server may just then be making the checkpoint, so the
    // removal is repeated for a while.
    private const string Script =
        "exec >/dev/null 2>&1; if read -r word && [ \"$word\" = done ]; then exit 0; fi; "
        + "i=0; while [ $i -lt 20 ]; do rm -rf -- \"$1\"; sleep 0.5; i=$((i + 1)); done";

    private readonly Process _process;

    internal CheckpointGuard(string directory)
    {
        var start = new ProcessStartInfo("setsid", ["sh", "-c", Script, "sh", directory]) { RedirectStandardInput = true, UseShellExecute = false };
        _process = Process.Start(start) ?? throw new InvalidOperationException("setsid did not start");
    }

    /// <summary>The checkpoint is gone: nothing is left to guard.</summary>
    internal void Release()
    {
        _process.StandardInput.WriteLine("done");
        _process.StandardInput.Close();
        _process.WaitForExit();
    }

    public void Dispose() => _process.Dispose();
}
