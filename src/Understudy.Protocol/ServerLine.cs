namespace Understudy.Protocol;

/// <summary>The series of the server, where they behave differently.</summary>
public enum ServerLine
{
    /// <summary>MariaDB 10.11.</summary>
    V10_11,

    /// <summary>MariaDB 11.8.</summary>
    V11_8,
}
