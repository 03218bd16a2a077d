namespace Understudy.Testing;

/// <summary>What a restored copy was compared with, and what came out.</summary>
/// <param name="Damage">Complaints of <c>CHECK TABLE ... EXTENDED</c> right after the start.</param>
/// <param name="AtBackupPoint">The state right after the start.</param>
/// <param name="AfterReplay">The state after the replay of the source's binary log.</param>
/// <param name="Differences">What differs from the source after the replay of its binary log.</param>
/// <param name="Position">Where the replay began.</param>
public sealed record RestoreProof(
    IReadOnlyList<string> Damage,
    ServerState AtBackupPoint,
    ServerState AfterReplay,
    IReadOnlyList<string> Differences,
    BinaryLogPosition Position)
{
    private const string OpenMark = "client is using or hasn't closed the table properly";

    /// <summary>
    /// Starts a server on a restored data directory, checks every table, replays the source's binary log from the
    /// backup's position and compares everything with the source as it was at its end.
    /// </summary>
    public static RestoreProof Take(
        string dataDirectory, MariaDbServerOptions options, BinaryLogPosition position, string sourceDirectory, ServerState source)
    {
        using var restored = MariaDbServer.Start(options with { DataDirectory = dataDirectory });
        var damage = TableCheck.FindDamage(restored);
        var atBackupPoint = ServerState.Capture(restored);
        try
        {
            BinaryLogReplay.Apply(sourceDirectory, position, restored);
        }
        catch (TestBedException e)
        {
            throw new TestBedException($"{e.Message}\ndamage before: {string.Join('\n', damage)}\n{restored.ErrorLogTail()}", e);
        }

        var afterReplay = ServerState.Capture(restored);
        return new RestoreProof(damage, atBackupPoint, afterReplay, afterReplay.DifferencesFrom(source), position);
    }

    /// <summary>Accepts nothing but an undamaged and equal copy.</summary>
    /// <param name="mayBeOpen">
    /// Whether a table may carry the mark that it was open when its files were taken; all that CHECK TABLE EXTENDED finds in it counts.
    /// </param>
    /// <exception cref="TestBedException">It is not.</exception>
    public void Require(bool mayBeOpen = false)
    {
        var damage = Damage.Where(line => !mayBeOpen || !line.EndsWith(OpenMark, StringComparison.Ordinal)).ToList();
        if (damage.Count > 0 || Differences.Count > 0)
        {
            throw new TestBedException(
                $"the restored server is not the source (replayed from {Position.File}:{Position.Position}):\n"
                + string.Join('\n', damage.Concat(Differences).Take(40)));
        }
    }
}
