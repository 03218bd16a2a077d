namespace Understudy.Fault.Tests.Stages;

/// <summary>A row that a probe wrote.</summary>
internal readonly record struct ProbeRow(long Number, DateTimeOffset SentAt, DateTimeOffset AcknowledgedAt);
