using System.Globalization;

namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

/// <summary>
/// The old interface, <c>--innobackupex</c> as the first argument: the directory is a bare word, and a backup is what is done when no
/// other mode is named. It is put into the words of the new one.
/// </summary>
internal static class InnobackupexLine
{
    /// <summary>The name of the option that asks for it, which is none anywhere but in the first place.</summary>
    internal const string OptionName = "innobackupex";

    /// <summary>The argument.</summary>
    internal const string Switch = "--" + OptionName;

    private const string NoTimestamp = "--no-timestamp";
    private const string Incremental = "--incremental";
    private const string Include = "--include";
    private const string Databases = "--databases";
    private const string ApplyLog = "--apply-log";
    private const string TimestampFormat = "yyyy-MM-dd_HH-mm-ss";

    private static readonly string[] OtherModes = [ApplyLog, "--copy-back", "--move-back", "--decompress"];
    private static readonly string[] Sources = ["incremental-basedir", "incremental-lsn", "incremental-history-name", "incremental-history-uuid"];

    /// <summary>Puts a command line into the new words.</summary>
    /// <param name="program">The name that messages bear.</param>
    /// <param name="line">The command line behind the first argument, without the options about option files.</param>
    /// <param name="now">The local time, which a backup's directory is named for.</param>
    /// <exception cref="FaceException">Something is wrong.</exception>
    internal static DefaultsLine Translate(string program, DefaultsLine line, DateTimeOffset now)
    {
        var own = line.Rest.Select(NameOf).ToHashSet(StringComparer.Ordinal);
        var rest = line.Rest.Where(argument => NameOf(argument) is not (NoTimestamp or Incremental)).Select(Rename).ToList();
        var isBackup = !OtherModes.Any(own.Contains);
        rest.Insert(0, isBackup ? "--backup" : "");
        rest.RemoveAll(argument => argument.Length == 0);
        var values = new FaceValues();
        new ArgumentParser(program, values, _ => { }).ReadArguments(rest);
        if (values.Words.Count != 1)
        {
            throw Wrong(values.Words.Count == 0 ? "Missing argument: the directory of the backup" : $"Too many arguments: {string.Join(' ', values.Words)}");
        }

        if (isBackup && own.Contains(Incremental) != Sources.Any(values.IsGiven))
        {
            throw Wrong($"{Incremental} and one of {string.Join(", ", Sources.Select(name => "--" + name))} need each other");
        }

        FaceRules.CheckRecovery(values, ApplyLog);
        var word = values.Words[0];
        var at = rest.LastIndexOf(word);
        rest[at] = "--target-dir=" + (isBackup && values.Text("stream") is null && !own.Contains(NoTimestamp) ? MakeRoom(word, now) : word);
        return line with { Rest = rest };
    }

    private static string MakeRoom(string directory, DateTimeOffset now)
    {
        Directory.CreateDirectory(directory);
        return Path.Combine(directory, now.ToString(TimestampFormat, CultureInfo.InvariantCulture));
    }

    private static string Rename(string argument) => NameOf(argument) switch
    {
        ApplyLog => "--prepare",
        Include => "--tables" + argument[Include.Length..],
        Databases when argument.StartsWith(Databases + "=/", StringComparison.OrdinalIgnoreCase) => "--databases-file" + argument[Databases.Length..],
        _ => argument,
    };

    private static string NameOf(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return (equals < 0 ? argument : argument[..equals]).Replace('_', '-').ToLowerInvariant();
    }

    private static FaceException Wrong(string message) => new(FaceExit.Failed, message) { IsLogged = true };
}
