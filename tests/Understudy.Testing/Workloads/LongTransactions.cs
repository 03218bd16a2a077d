namespace Understudy.Testing;

/// <summary>
/// Transactions that stay open for seconds, so that a backup finds some: what is not committed at the backup point must
/// not be in the backup.
/// </summary>
internal sealed class LongTransactions(MariaDbServer server, int seed, TimeSpan pause)
    : WorkloadThread(server, "long transactions", seed, pause)
{
    private int _next;

    protected override void Begin() => Execute(
        "CREATE TABLE IF NOT EXISTS shop.i_long (id INT PRIMARY KEY, v VARCHAR(200)) ENGINE=InnoDB");

    protected override void Step()
    {
        Execute("START TRANSACTION");
        Execute($"INSERT INTO shop.i_long SELECT seq, REPEAT(MD5(seq), 5) FROM seq_{_next}_to_{_next + 300}");
        _next += 301;
        Pause(TimeSpan.FromMilliseconds(500 + Random.Next(1500)));
        Execute($"UPDATE shop.i_long SET v = MD5(id) WHERE id > {_next - 50}");
        Execute(Chance(0.5) ? "ROLLBACK" : "COMMIT");
    }
}
