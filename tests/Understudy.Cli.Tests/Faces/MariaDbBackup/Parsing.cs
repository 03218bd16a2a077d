using Understudy.Cli.Faces.MariaDbBackup;
using Understudy.Cli.Faces.MariaDbBackup.CommandLine;

namespace Understudy.Cli.Tests.Faces.MariaDbBackup;

/// <summary>Reads command lines for tests.</summary>
internal static class Parsing
{
    internal const string Program = "mariadb-backup";

    internal static FaceValues Read(params string[] arguments) => Read(out _, arguments);

    internal static FaceValues Read(out IReadOnlyList<string> warnings, params string[] arguments)
    {
        var values = new FaceValues();
        var told = new List<string>();
        new ArgumentParser(Program, values, told.Add).ReadArguments(arguments);
        warnings = told;
        return values;
    }

    internal static FaceException Fail(params string[] arguments) => Assert.Throws<FaceException>(() => Read(arguments));
}
