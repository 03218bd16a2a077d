using System.Text;
using Understudy.Formats;
using Understudy.Server;

namespace Understudy.Cli.Arguments;

/// <summary>Asks for a password on the terminal, without showing it.</summary>
internal static class PasswordPrompt
{
    internal static Secret Ask()
    {
        if (Console.IsInputRedirected)
        {
            throw new FailureException(
                FailureKind.Usage,
                "a password is to be asked for, but there is no terminal",
                "write it as --password=..., or better into an option file, or into the environment as MYSQL_PWD");
        }

        Console.Error.Write("Enter password: ");
        var typed = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return new Secret(typed.ToString());
    }
}
