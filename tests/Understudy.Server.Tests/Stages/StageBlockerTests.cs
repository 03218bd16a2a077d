namespace Understudy.Server.Tests.Stages;

public sealed class StageBlockerTests
{
    private static readonly StageBlocker Idle = new(
        7, "u", "localhost", null, "Sleep", null, TimeSpan.FromSeconds(61.9), "holds BACKUP STAGE FLUSH");

    [Theory]
    [InlineData("CREATE USER x IDENTIFIED BY 's3cret'", "CREATE USER x ...")]
    [InlineData("CHANGE MASTER TO m='h', Master_Password='s3cret'", "CHANGE MASTER TO m='h', Master_...")]
    [InlineData("SET PASSWORD = PASSWORD('s3cret')", "SET ...")]
    [InlineData("  ALTER TABLE t\n  ADD b INT ", "ALTER TABLE t   ADD b INT")]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Shown_Statement_IsOneLineWithoutSecrets(string? statement, string? shown) =>
        Assert.Equal(shown, StageBlockerQuery.Shown(statement));

    [Fact]
    public void ToString_IdleAndBusy_ReadsAsASentence()
    {
        Assert.Equal("connection 7 (u@localhost) holds BACKUP STAGE FLUSH for 61 s, idle now", Idle.ToString());
        Assert.Equal(
            "connection 7 (u@localhost, app) holds BACKUP STAGE FLUSH for 61 s: SELECT 1",
            (Idle with { Program = "app", Command = "Query", Statement = "SELECT 1" }).ToString());
        Assert.Equal(
            "connection 7 holds BACKUP STAGE FLUSH for 61 s",
            (Idle with { User = null, Command = null }).ToString());
    }

    [Fact]
    public void Text_ManyGuessesOrNone_SaysSo()
    {
        var many = new StageBlockers(BlockerSource.ProcessList, [.. Enumerable.Repeat(Idle, 7)]);
        Assert.EndsWith("; and 2 more (a guess from the process list)", many.Text);
        Assert.Contains("metadata_lock_info", new StageBlockers(BlockerSource.ProcessList, []).Text);
        Assert.Equal("nobody any more", new StageBlockers(BlockerSource.MetadataLockInfo, []).Text);
    }
}
