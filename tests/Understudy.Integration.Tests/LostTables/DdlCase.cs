namespace Understudy.Integration.Tests.LostTables;

/// <summary>A case in which the stock tool loses or mixes up tables and still says "completed OK!", or fails.</summary>
/// <param name="Name">What happens.</param>
/// <param name="Moment">When it happens.</param>
/// <param name="SetUp">
/// Statements before the backup, in database <c>c</c>. A hundred Aria tables t001 to t100, each with other rows, are there.
/// </param>
/// <param name="Act">
/// Statements at the moment; <c>{0}</c> and <c>{1}</c> are two of those tables to which the moment applies. A statement
/// that begins with <c>!</c> must fail.
/// </param>
internal sealed record DdlCase(string Name, CaseMoment Moment, string[] SetUp, string[] Act)
{
    /// <summary>How many sessions write to the MyISAM table <c>busy</c> from before the backup to after the moment.</summary>
    internal int BusyWriterCount { get; init; } = Moment == CaseMoment.AfterFlush ? 1 : 0;

    /// <summary>A file that must be copied before the moment, beside those of the hundred tables; null for none.</summary>
    internal string? CopiedFirst { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
