namespace Understudy.Protocol;

/// <summary>What a statement's need for the binary log depends on.</summary>
/// <param name="HasBinaryLog">Whether the statement would be written to a binary log.</param>
/// <param name="LogsRows">Whether <c>binlog_format</c> is ROW.</param>
public sealed record ServerSettings(bool HasBinaryLog, bool LogsRows);
