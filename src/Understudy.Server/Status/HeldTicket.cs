namespace Understudy.Server;

/// <summary>A granted lock on the server's backup lock object.</summary>
/// <param name="ConnectionId">Who has it.</param>
/// <param name="Kind">Its kind, as in <see cref="BackupTicket"/>.</param>
/// <param name="For">For how long, from the first kind it had; null when unknown.</param>
internal sealed record HeldTicket(uint ConnectionId, string Kind, TimeSpan? For);
