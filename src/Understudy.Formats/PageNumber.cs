using System.Globalization;

namespace Understudy.Formats;

/// <summary>The position of a page in its tablespace, counted in pages from 0.</summary>
/// <param name="Value">The position.</param>
public readonly record struct PageNumber(uint Value)
{
    /// <summary>The "no page" mark of lists (<c>FIL_NULL</c>).</summary>
    public static readonly PageNumber None = new(uint.MaxValue);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
