using System.Globalization;

namespace Understudy.Formats;

/// <summary>A log sequence number: the position of a byte in InnoDB's endless redo log, in bytes.</summary>
/// <param name="Value">The position. Zero means "no LSN", as on pages that were never logged.</param>
public readonly record struct Lsn(ulong Value) : IComparable<Lsn>
{
    /// <summary>No LSN.</summary>
    public static readonly Lsn None;

    /// <summary>Parses the decimal form that the server prints.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Lsn lsn)
    {
        var ok = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        lsn = new Lsn(value);
        return ok;
    }

    /// <inheritdoc/>
    public int CompareTo(Lsn other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The LSN <paramref name="bytes"/> further on.</summary>
    public static Lsn operator +(Lsn lsn, ulong bytes) => new(lsn.Value + bytes);

    /// <summary>The distance in bytes; the left side must not be smaller.</summary>
    public static ulong operator -(Lsn left, Lsn right) => checked(left.Value - right.Value);

    /// <summary>Whether <paramref name="left"/> lies before <paramref name="right"/>.</summary>
    public static bool operator <(Lsn left, Lsn right) => left.Value < right.Value;

    /// <summary>Whether <paramref name="left"/> lies behind <paramref name="right"/>.</summary>
    public static bool operator >(Lsn left, Lsn right) => left.Value > right.Value;

    /// <summary>Whether <paramref name="left"/> is <paramref name="right"/> or lies before it.</summary>
    public static bool operator <=(Lsn left, Lsn right) => left.Value <= right.Value;

    /// <summary>Whether <paramref name="left"/> is <paramref name="right"/> or lies behind it.</summary>
    public static bool operator >=(Lsn left, Lsn right) => left.Value >= right.Value;
}
