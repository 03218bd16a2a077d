using System.Text;

namespace Understudy.Server;

/// <summary>One connection that a stage waits for.</summary>
/// <param name="ConnectionId">The number of the connection.</param>
/// <param name="User">Its user, or null when it is gone or cannot be seen.</param>
/// <param name="Host">Where it comes from.</param>
/// <param name="Program">The program, if it told the server its name.</param>
/// <param name="Command">What it does: Query, Sleep, ...</param>
/// <param name="Statement">The beginning of its statement, or null when it runs none.</param>
/// <param name="For">Since when it holds the lock or, where that is not known, does what it does.</param>
/// <param name="Reason">Why it is in the way.</param>
public sealed record StageBlocker(
    uint ConnectionId,
    string? User,
    string? Host,
    string? Program,
    string? Command,
    string? Statement,
    TimeSpan For,
    string Reason)
{
    /// <summary>One line for people.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append("connection ").Append(ConnectionId);
        if (User is not null)
        {
            text.Append(" (").Append(User);
            if (!string.IsNullOrEmpty(Host))
            {
                text.Append('@').Append(Host);
            }

            text.Append(Program is null ? ")" : $", {Program})");
        }

        text.Append(' ').Append(Reason).Append(" for ").Append((long)For.TotalSeconds).Append(" s");
        text.Append(Statement is not null ? $": {Statement}" : Command is "Sleep" ? ", idle now" : "");
        return text.ToString();
    }
}
