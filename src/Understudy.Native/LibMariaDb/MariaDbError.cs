namespace Understudy.Native.LibMariaDb;

/// <summary>The last error of a connection, as the library tells it.</summary>
/// <param name="Code">The server's error number, or 2000 to 2999 and 5000 on for the library's own; 0 for none.</param>
/// <param name="SqlState">The five characters of SQLSTATE.</param>
/// <param name="Message">The text; never holds the password.</param>
public readonly record struct MariaDbError(uint Code, string SqlState, string Message);
