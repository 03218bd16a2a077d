using System.Globalization;

namespace Understudy.Formats;

/// <summary>The number of an InnoDB tablespace. It stays the same when a table is renamed, and is new after a rebuild.</summary>
/// <param name="Value">The number; 0 is the system tablespace.</param>
public readonly record struct SpaceId(uint Value)
{
    /// <summary>The system tablespace (<c>ibdata1</c> and its further files).</summary>
    public static readonly SpaceId System;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
