namespace Understudy.Native.LibC;

/// <summary>
/// The modes that files and directories are made with, before the process's mask. The server's tools take others from the
/// environment: <c>UMASK</c> and <c>UMASK_DIR</c>, which in spite of their names are modes and no masks.
/// </summary>
public static class CreationModes
{
    private const uint OwnerOfFile = 0x180; // rw-------
    private const uint OwnerOfDirectory = 0x1c0; // rwx------
    private const uint AllBits = 0x1ff;
    private const int Octal = 8;
    private const int Decimal = 10;

    /// <summary>That of files.</summary>
    public static uint File { get; private set; } = 0x1a0; // rw-r-----

    /// <summary>That of directories.</summary>
    public static UnixFileMode Directory { get; private set; } = (UnixFileMode)OwnerOfDirectory;

    /// <summary>Takes the modes from the environment; to be called once, before anything is made.</summary>
    /// <param name="environment">Finds a variable.</param>
    public static void ReadEnvironment(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (Parse(environment("UMASK")) is { } file)
        {
            File = file | OwnerOfFile;
        }

        if (Parse(environment("UMASK_DIR")) is { } directory)
        {
            Directory = (UnixFileMode)(directory | OwnerOfDirectory);
        }
    }

    /// <summary>Reads a mode: octal with a leading zero, else decimal; what follows the digits does not count.</summary>
    /// <returns>Null when there is none.</returns>
    public static uint? Parse(string? text)
    {
        var digits = (text ?? "").TrimStart();
        if (digits.Length == 0)
        {
            return null;
        }

        var radix = digits[0] == '0' ? Octal : Decimal;
        var value = 0u;
        foreach (var digit in digits.TakeWhile(c => c >= '0' && c < '0' + radix))
        {
            value = (value * (uint)radix) + (uint)(digit - '0');
            if (value > AllBits)
            {
                return null;
            }
        }

        return value;
    }
}
