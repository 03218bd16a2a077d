namespace Understudy.Engine.Tests.Doubles;

/// <summary>A statement that a <see cref="ServerDouble"/> was sent.</summary>
/// <param name="Connection">The number of the connection, from 1 in the order in which they were made.</param>
/// <param name="Number">Which statement of that connection it is, from 1.</param>
/// <param name="Sql">The statement.</param>
internal sealed record DoubleCall(uint Connection, int Number, string Sql)
{
    public override string ToString() => $"{Connection}.{Number} {Sql}";
}
