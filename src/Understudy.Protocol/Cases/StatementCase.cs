namespace Understudy.Protocol;

/// <summary>A kind of statement, and what it asks of the backup lock.</summary>
/// <param name="Name">A short name that never changes.</param>
/// <param name="Group">The kind of kinds.</param>
/// <param name="Tickets">The tickets that it needs in any case.</param>
public sealed record StatementCase(string Name, string Group, IReadOnlyList<Ticket> Tickets)
{
    /// <summary>The rule by which it waits or runs where the tickets do not say it.</summary>
    public Rule? Rule { get; init; }

    /// <summary>Whether it needs the ticket of a commit only because it writes to the binary log.</summary>
    public bool CommitsToBinaryLog { get; init; }

    /// <summary>Whether that is so only with <c>binlog_format</c> STATEMENT or MIXED.</summary>
    public bool IsLoggedAsStatementOnly { get; init; }

    /// <summary>Why it waits while another connection holds a stage; null when it runs.</summary>
    public Rule? WaitsAt(Stage stage, ServerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var isLogged = CommitsToBinaryLog && settings.HasBinaryLog && !(IsLoggedAsStatementOnly && settings.LogsRows);
        var tickets = isLogged ? Tickets.Append(Ticket.Commit) : Tickets;
        var held = stage switch
        {
            Stage.Start => Ticket.Start,
            Stage.Flush => Ticket.Flush,
            Stage.BlockDdl => Ticket.WaitDdl,
            Stage.BlockCommit => Ticket.WaitCommit,
            _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "no stage that is held"),
        };
        var found = tickets.Select(ticket => TicketRules.InTheWay(ticket, held)).FirstOrDefault(rule => rule is not null);
        return found is null ? null : Rule ?? found;
    }
}
