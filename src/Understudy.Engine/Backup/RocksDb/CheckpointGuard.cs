using System.Diagnostics;
using System.Globalization;
using Understudy.Formats;

namespace Understudy.Engine.Backup.RocksDb;

/// <summary>
/// A small process that outlives this one and removes the MyRocks checkpoint when this program dies without doing so: a checkpoint
/// that stays behind keeps every data file of its time on disk. It holds a lock on the directory around the checkpoint until it ends,
/// so that it never takes the checkpoint of the next backup for the one that it guards.
/// </summary>
internal sealed class CheckpointGuard : IDisposable
{
    private const string Ready = "ready";
    private const string Creating = "creating";
    private const string Created = "created";
    private const string Done = "done";

    // Standard input ends when this program dies, however it dies. If the server was just then asked for the checkpoint, it may
    // still be making it, which is waited for. The rename makes the checkpoint go in one step.
    private const string Script =
        $$"""
        exec 9<"${1%/*}" || exit 1
        flock -w "$2" 9 || exit 1
        echo {{Ready}}
        exec >/dev/null 2>&1
        state=
        while read -r word; do state=$word; done
        left=0
        case $state in {{Creating}}) left=40;; {{Created}}) left=1;; esac
        while [ $left -gt 0 ]; do
          if mv -- "$1" "$1.$$"; then rm -rf -- "$1.$$"; exit; fi
          left=$((left - 1)); [ $left = 0 ] || sleep 0.5
        done
        """;

    private readonly Process _process;

    /// <summary>Starts the guard.</summary>
    /// <param name="directory">The checkpoint; it need not be there yet.</param>
    /// <param name="timeout">How long to wait for the guard of an earlier backup to end.</param>
    /// <exception cref="FailureException">The guard of another backup does not end.</exception>
    internal CheckpointGuard(string directory, TimeSpan timeout)
    {
        var seconds = ((long)timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo("setsid", ["sh", "-c", Script, "sh", directory, seconds])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException("setsid did not start");
        if (_process.StandardOutput.ReadLine() != Ready)
        {
            _process.Dispose();
            throw new FailureException(
                FailureKind.LockNotAvailable,
                $"another backup is still removing its MyRocks checkpoint: {Path.GetDirectoryName(directory)} is locked",
                "wait for it to end, or raise --lock-wait-timeout");
        }
    }

    /// <summary>The server is going to be asked for the checkpoint.</summary>
    internal void NoteCreating() => Say(Creating);

    /// <summary>The checkpoint is there.</summary>
    internal void NoteCreated() => Say(Created);

    /// <summary>The checkpoint is gone: nothing is left to guard.</summary>
    internal void Release()
    {
        Say(Done);
        _process.StandardInput.Close();
        _process.WaitForExit();
    }

    public void Dispose() => _process.Dispose();

    private void Say(string word)
    {
        _process.StandardInput.WriteLine(word);
        _process.StandardInput.Flush();
    }
}
