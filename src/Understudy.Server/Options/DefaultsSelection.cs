namespace Understudy.Server;

/// <summary>Which option files to read: what <c>--defaults-file</c> and its kin say.</summary>
public sealed record DefaultsSelection
{
    /// <summary>Read this file alone (<c>--defaults-file</c>).</summary>
    public string? DefaultsFile { get; init; }

    /// <summary>Read this file too, after the machine's and before the user's (<c>--defaults-extra-file</c>).</summary>
    public string? DefaultsExtraFile { get; init; }

    /// <summary>
    /// Of each group, read the one with this at its end as well (<c>--defaults-group-suffix</c>). Null takes
    /// <c>MARIADB_GROUP_SUFFIX</c> or <c>MYSQL_GROUP_SUFFIX</c> of the environment.
    /// </summary>
    public string? GroupSuffix { get; init; }

    /// <summary>Read none (<c>--no-defaults</c>).</summary>
    public bool NoDefaults { get; init; }
}
