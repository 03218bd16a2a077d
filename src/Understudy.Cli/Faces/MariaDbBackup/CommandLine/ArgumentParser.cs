using System.Globalization;
using Understudy.Server;

namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

/// <summary>
/// Reads arguments and settings of option files as <c>mariadb-backup</c> does: names in full, dashes and underscores alike, values
/// behind <c>=</c> or in the next argument, <c>skip-</c> and its kin, later ones win. Measured with 10.11 and 11.8.
/// </summary>
/// <param name="program">The name that messages bear.</param>
/// <param name="values">Where to put what was read.</param>
/// <param name="warn">Told what is odd and goes on.</param>
internal sealed class ArgumentParser(string program, FaceValues values, Action<string> warn)
{
    private const string CommandLine = OptionSetting.CommandLine;

    private static readonly (string Prefix, string Value, string Opposite)[] SwitchPrefixes =
        [("skip", "0", "1"), ("disable", "0", "1"), ("enable", "1", "0")];

    /// <summary>Reads a command line.</summary>
    /// <exception cref="FaceException">It is wrong; the code says how.</exception>
    internal void ReadArguments(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            string? next = i + 1 < arguments.Count ? arguments[i + 1] : null;
            if (argument is "--" || IsServerArguments(argument))
            {
                ReadServerArguments(arguments, i + 1);
                return;
            }

            var tookNext = argument.StartsWith("--", StringComparison.Ordinal)
                ? ReadLong(argument[2..], next, CommandLine, only: null)
                : argument.Length > 1 && argument[0] == '-' ? ReadLetters(argument, next) : ReadWord(argument);
            i += tookNext ? 1 : 0;
        }
    }

    /// <summary>Reads a setting of an option file.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="only">The options that count there, null for all; others are passed over.</param>
    /// <exception cref="FaceException">Its value is wrong.</exception>
    internal void ReadSetting(OptionSetting setting, FaceScope? only)
    {
        var text = setting.Value is null ? setting.Name : $"{setting.Name}={setting.Value}";
        if (only is null && Resolve(setting.Name, out _, out _) is null && !setting.Name.StartsWith("loose_", StringComparison.Ordinal))
        {
            warn($"Warning: {setting.Source}: the unknown option {setting.Name} in group [{setting.Group}] is passed over");
            return;
        }

        ReadLong(text, next: null, setting.Source, only);
    }

    private static bool IsServerArguments(string argument) => argument.Replace('_', '-') == "--mysqld-args";

    private bool ReadWord(string word)
    {
        values.Words.Add(word);
        return false;
    }

    private void ReadServerArguments(IReadOnlyList<string> arguments, int from)
    {
        for (var i = from; i < arguments.Count; i++)
        {
            if (arguments[i].StartsWith("--", StringComparison.Ordinal)
                && ReadLong(arguments[i][2..], i + 1 < arguments.Count ? arguments[i + 1] : null, CommandLine, FaceScope.Server))
            {
                i++;
            }
        }
    }

    /// <summary>Reads one long option.</summary>
    /// <returns>Whether the next argument was its value.</returns>
    private bool ReadLong(string text, string? next, string source, FaceScope? only)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? text : text[..equals];
        var given = equals < 0 ? null : text[(equals + 1)..];
        var option = Resolve(name, out var forced, out var isMaximum);
        if (option is null or { Name: InnobackupexLine.OptionName } || (only is { } scope && option.Scope != scope))
        {
            NoteUnknown(text, name, given, only);
            return false;
        }

        if (isMaximum)
        {
            return false;
        }

        if (forced is { } prefix)
        {
            Set(option, given == "0" ? prefix.Opposite : prefix.Value, source);
            return false;
        }

        if (given is null && next is not null && (option.TakesNextArgument || IsPasswordBefore(option, next)))
        {
            Set(option, next, source);
            return true;
        }

        Set(option, given, source);
        return false;
    }

    // 10.11 takes whatever follows; 11.8 takes nothing and asks. What begins with a dash is an option in both in practice.
    private static bool IsPasswordBefore(FaceOption option, string next) => option.Name == "password" && !next.StartsWith('-');

    private bool ReadLetters(string argument, string? next)
    {
        for (var i = 1; i < argument.Length; i++)
        {
            if (FaceOptions.Find(argument[i]) is not { } option)
            {
                throw new FaceException(FaceExit.UnknownOption, $"{program}: unknown option '-{argument[i]}'");
            }

            if (option.Kind is FaceOptionKind.Switch or FaceOptionKind.Bare)
            {
                Set(option, null, CommandLine);
                continue;
            }

            if (i + 1 < argument.Length)
            {
                Set(option, argument[(i + 1)..], CommandLine);
                return false;
            }

            var takesNext = next is not null && (option.TakesNextArgument || IsPasswordBefore(option, next));
            Set(option, takesNext ? next : null, CommandLine);
            return takesNext;
        }

        return false;
    }

    // The option of a name with its prefixes, if there is one.
    private static FaceOption? Resolve(string name, out (string Value, string Opposite)? forced, out bool isMaximum)
    {
        forced = null;
        isMaximum = false;
        if (FaceOptions.Find(name) is { } option)
        {
            return option;
        }

        if (StripPrefix(name, "loose") is { } loose)
        {
            return FaceOptions.Find(loose);
        }

        if (StripPrefix(name, "maximum") is { } maximum)
        {
            isMaximum = true;
            return FaceOptions.Find(maximum);
        }

        foreach (var (prefix, value, opposite) in SwitchPrefixes)
        {
            if (StripPrefix(name, prefix) is { } bare)
            {
                forced = (value, opposite);
                return FaceOptions.Find(bare);
            }
        }

        return null;
    }

    private static string? StripPrefix(string name, string prefix) =>
        name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && name[prefix.Length] is '-' or '_'
            ? name[(prefix.Length + 1)..]
            : null;

    private void NoteUnknown(string text, string name, string? given, FaceScope? only)
    {
        if (only is not null)
        {
            values.SetUnknown(name, given ?? "1");
            return;
        }

        var what = given is null ? $"unknown option '--{text}'" : $"unknown variable '{text}'";
        if (StripPrefix(name, "loose") is null)
        {
            throw new FaceException(given is null ? FaceExit.UnknownOption : FaceExit.UnknownVariable, $"{program}: {what}");
        }

        warn($"Warning: {program}: {what}");
    }

    private void Set(FaceOption option, string? text, string source) => values.Set(option, option.Kind switch
    {
        FaceOptionKind.Switch => new FaceValue(text, 0, ReadSwitch(option, text), source),
        FaceOptionKind.Bare when text is not null =>
            throw new FaceException(FaceExit.NoArgumentAllowed, $"{program}: option '--{option.Name}' cannot take an argument"),
        FaceOptionKind.Bare => new FaceValue(null, 0, IsOn: true, source),
        _ when text is null && option.TakesNextArgument =>
            throw new FaceException(FaceExit.ArgumentRequired, $"{program}: option '--{option.Name}' requires an argument"),
        _ when text is null => new FaceValue(option.IsChoice ? option.Default : null, 0, IsOn: true, source),
        _ when option.IsNumber => new FaceValue(text, ReadNumber(option, text), IsOn: true, source),
        _ when option.IsChoice => new FaceValue(ReadChoice(option, text), 0, IsOn: true, source),
        _ => new FaceValue(text, 0, IsOn: true, source),
    });

    private bool ReadSwitch(FaceOption option, string? text)
    {
        switch (text?.ToUpperInvariant())
        {
            case null or "1" or "ON" or "TRUE":
                return true;
            case "0" or "OFF" or "FALSE":
                return false;
            default:
                warn($"Warning: {program}: ignoring option '--{option.Name}' due to invalid value '{text}'");
                return false;
        }
    }

    private ulong ReadNumber(FaceOption option, string text)
    {
        if (!FaceNumber.TryParse(text, out var number, out var wrong))
        {
            throw new FaceException(
                FaceExit.BadNumber,
                $"Unknown suffix '{wrong}' used for variable '{option.Name}' (value '{text}'). Legal suffix characters are: "
                + $"{string.Join(", ", FaceNumber.Suffixes.ToCharArray())}\n{program}: Error while setting value '{text}' to '{option.Name}'");
        }

        var clamped = Math.Clamp(number, option.Min, option.Max);
        if (clamped != number)
        {
            warn($"Warning: option '{option.Name}': unsigned value {number} adjusted to {clamped}");
        }

        return clamped;
    }

    private string ReadChoice(FaceOption option, string text)
    {
        var index = option.Choices.ToList().FindIndex(choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (index < 0 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < option.Choices.Count)
        {
            index = number;
        }

        return index >= 0
            ? option.Choices[index]
            : throw new FaceException(FaceExit.BadChoice, $"{program}: Error while setting value '{text}' to '{option.Name}'");
    }
}
