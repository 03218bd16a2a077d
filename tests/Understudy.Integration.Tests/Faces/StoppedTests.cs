using Understudy.Testing;

namespace Understudy.Integration.Tests.Faces;

/// <summary>A backup that is asked to end does, at once: no lock stays, and nobody takes the rest for a backup.</summary>
public sealed class StoppedTests
{
    [Theory]
    [InlineData(Signals.Terminate, 1)]
    [InlineData(Signals.Interrupt, 130)]
    public void Backup_Signalled_EndsWithoutLocks(int signal, int exitCode)
    {
        using var bed = new FaceBed("10.11");
        var hold = new BackupHold("block-commit", bed.Place["hold"]);
        using var backup = bed.Ours.Start(
            "/", hold.Environment, "--no-defaults", "--backup", $"--target-dir={bed.Place["b"]}", $"--socket={bed.Server.SocketPath}", "--user=root");
        hold.WaitUntilReached(backup);

        backup.Signal(signal);
        var result = backup.WaitForEnd(TimeSpan.FromMinutes(2));

        Assert.Equal(exitCode, result.ExitCode);
        Assert.DoesNotContain("completed OK!", result.ErrorOutput, StringComparison.Ordinal);
        bed.Server.Execute("CREATE TABLE a.after (n INT)", "INSERT INTO a.after VALUES (1)");
        Assert.Equal(1, bed.Ours.Run("--prepare", $"--target-dir={bed.Place["b"]}").ExitCode);
    }
}
