namespace Understudy.Protocol;

/// <summary>What follows from a table's engine.</summary>
public static class TableEngines
{
    /// <summary>The ticket that a statement needs which writes such a table; null when it needs none.</summary>
    public static Ticket? WriteTicket(this TableEngine engine) => engine switch
    {
        TableEngine.Temporary => null,
        TableEngine.InnoDb or TableEngine.Aria or TableEngine.Memory => Ticket.TransDml,
        _ => Ticket.Dml,
    };

    /// <summary>Whether its changes wait for COMMIT; those of the others are there at the end of the
    /// statement.</summary>
    public static bool IsTransactional(this TableEngine engine) => engine is TableEngine.InnoDb or TableEngine.RocksDb;
}
