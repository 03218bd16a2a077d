namespace Understudy.Protocol.Tests.Histories;

/// <summary>What several connections do, one step after the other.</summary>
/// <param name="Accounts">The account of each connection.</param>
/// <param name="Steps">The steps.</param>
public sealed record History(IReadOnlyList<Account> Accounts, IReadOnlyList<HistoryStep> Steps)
{
    /// <summary>The tables by name; those of the test's database.</summary>
    public static readonly IReadOnlyDictionary<string, ModelTable> Tables = new[]
    {
        new ModelTable("innodb", TableEngine.InnoDb), new ModelTable("aria", TableEngine.Aria),
        new ModelTable("ariaplain", TableEngine.AriaPlain), new ModelTable("myisam", TableEngine.MyIsam),
        new ModelTable("temporary", TableEngine.Temporary),
    }.ToDictionary(table => table.Name);

    /// <summary>The accounts by name.</summary>
    public static readonly IReadOnlyDictionary<string, Account> AccountsByName = new[]
    {
        Account.Administrator, new Account("reload", HasReload: true, HasLockTables: false, IsAdministrator: false),
        new Account("locker", HasReload: false, HasLockTables: true, IsAdministrator: false),
        new Account("nobody", HasReload: false, HasLockTables: false, IsAdministrator: false),
    }.ToDictionary(account => account.Name);

    /// <summary>
    /// Reads what <see cref="ToString"/> writes: <c>root,root: 0 BackupStage Start; 1 Insert myisam nowait; 1 Kill</c>.
    /// </summary>
    public static History Parse(string text)
    {
        var (accounts, steps) = text.Split(':', 2) is [var names, var rest] ? (names, rest) : ("root,root,root", text);
        return new History(
            [.. accounts.Split(',').Select(name => AccountsByName[name.Trim()])],
            [.. steps.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ParseStep)]);
    }

    public override string ToString() => $"{string.Join(',', Accounts.Select(a => a.Name))}: {string.Join("; ", Steps)}";

    private static HistoryStep ParseStep(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var connection = int.Parse(words[0]);
        if (Enum.TryParse<HistoryAction>(words[1], out var action))
        {
            return new HistoryStep(connection, action);
        }

        var statement = new Statement(Enum.Parse<StatementKind>(words[1]));
        foreach (var word in words[2..])
        {
            statement = word == "nowait" ? statement with { IsImpatient = true }
                : Tables.TryGetValue(word, out var table) ? statement with { Table = table }
                : statement with { Stage = Enum.Parse<Stage>(word) };
        }

        return new HistoryStep(connection, HistoryAction.Run, statement);
    }
}
