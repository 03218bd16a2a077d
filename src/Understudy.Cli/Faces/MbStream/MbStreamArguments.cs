using System.Globalization;
using Understudy.Formats;

namespace Understudy.Cli.Faces.MbStream;

/// <summary>The command line of mbstream.</summary>
internal sealed record MbStreamArguments
{
    // Each has buffers of its own.
    private const int ParallelMax = 64;

    private static readonly Dictionary<char, string> ShortNames = new()
    {
        ['c'] = "create",
        ['x'] = "extract",
        ['C'] = "directory",
        ['p'] = "parallel",
        ['v'] = "verbose",
        ['?'] = "help",
    };

    internal bool Create { get; private set; }

    internal bool Extract { get; private set; }

    internal bool Help { get; private set; }

    internal bool Verbose { get; private set; }

    internal string Directory { get; private set; } = ".";

    internal int Parallel { get; private set; } = 1;

    internal List<string> Files { get; } = [];

    /// <summary>Reads a command line.</summary>
    /// <exception cref="FailureException">It is not understood.</exception>
    internal static MbStreamArguments Parse(IReadOnlyList<string> words)
    {
        var arguments = new MbStreamArguments();
        var rest = new Queue<string>(words);
        while (rest.TryDequeue(out var word))
        {
            if (word == "--")
            {
                arguments.Files.AddRange(rest);
                break;
            }

            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                arguments.ReadLong(word[2..], rest);
            }
            else if (word.Length > 1 && word[0] == '-')
            {
                arguments.ReadShort(word[1..], rest);
            }
            else
            {
                arguments.Files.Add(word);
            }
        }

        return arguments;
    }

    private void ReadLong(string word, Queue<string> rest)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var given = equals < 0 ? word : word[..equals];
        var names = ShortNames.Values.Where(name => name.StartsWith(given, StringComparison.Ordinal)).ToArray();
        if (names.Length != 1 || given.Length == 0)
        {
            throw Usage($"unknown option '--{word}'");
        }

        var value = equals < 0 ? null : word[(equals + 1)..];
        Set(names[0], NeedsValue(names[0]) ? value ?? Next(names[0], rest) : value);
    }

    private void ReadShort(string letters, Queue<string> rest)
    {
        for (var i = 0; i < letters.Length; i++)
        {
            if (!ShortNames.TryGetValue(letters[i], out var name))
            {
                throw Usage($"unknown option '-{letters[i]}'");
            }

            if (NeedsValue(name))
            {
                var attached = letters[(i + 1)..];
                Set(name, attached.Length > 0 ? attached : Next(name, rest));
                return;
            }

            Set(name, null);
        }
    }

    private void Set(string name, string? value)
    {
        switch (name)
        {
            case "create":
                Create = true;
                break;
            case "extract":
                Extract = true;
                break;
            case "help":
                Help = true;
                break;
            case "verbose":
                Verbose = true;
                break;
            case "directory":
                Directory = value!;
                break;
            default:
                Parallel = int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var threads)
                    ? Math.Clamp(threads, 1, ParallelMax)
                    : throw Usage($"'{value}' is no number of threads for --parallel");
                break;
        }
    }

    private static bool NeedsValue(string name) => name is "directory" or "parallel";

    private static string Next(string name, Queue<string> rest) =>
        rest.TryDequeue(out var value) ? value : throw Usage($"option '--{name}' needs a value");

    private static FailureException Usage(string message) => new(FailureKind.Usage, message, "see mbstream --help");
}
