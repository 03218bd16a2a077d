namespace Understudy.Cli.Faces.MariaDbBackup.CommandLine;

/// <summary>
/// All options of <c>mariadb-backup</c> 10.11 and 11.8, by area. The parser, the help and the table in the documentation are made
/// from this.
/// </summary>
internal static partial class FaceOptions
{
    private const FaceModes B = FaceModes.Backup;
    private const FaceModes P = FaceModes.Prepare;
    private const FaceModes C = FaceModes.CopyBack;
    private const FaceModes D = FaceModes.Decompress;

    /// <summary>The areas, in the order of the documentation.</summary>
    internal static IReadOnlyList<(string Area, IReadOnlyList<FaceOption> Options)> Areas { get; } =
    [
        ("Modes and directories", ModeOptions),
        ("Connection", ConnectionOptions),
        ("Selection", SelectionOptions),
        ("Locks and waiting", LockOptions),
        ("Resources", ResourceOptions),
        ("Streams and compression", StreamOptions),
        ("Increments and history", IncrementOptions),
        ("Replication and Galera", ReplicationOptions),
        ("Checks", CheckOptions),
        ("Settings of the server", ServerOptions),
    ];

    private static readonly Dictionary<string, FaceOption> ByName =
        Areas.SelectMany(area => area.Options).ToDictionary(option => option.Name, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<char, FaceOption> ByLetter =
        ByName.Values.Where(option => option.Letter is not null).ToDictionary(option => option.Letter!.Value);

    /// <summary>All options.</summary>
    internal static IEnumerable<FaceOption> All => Areas.SelectMany(area => area.Options);

    /// <summary>Finds an option by its whole name; dashes and underscores are the same, and so are capitals and small letters.</summary>
    internal static FaceOption? Find(string name) => ByName.GetValueOrDefault(name.Replace('_', '-'));

    /// <summary>Finds an option by its letter.</summary>
    internal static FaceOption? Find(char letter) => ByLetter.GetValueOrDefault(letter);

    private static FaceOption Client(string name, FaceOptionKind kind, FaceModes modes, string note) =>
        new(name, kind, FaceScope.Client, modes, note);

    private static FaceOption Server(string name, FaceOptionKind kind, FaceModes modes, string note) =>
        new(name, kind, FaceScope.Server, modes, note);

    // Known, and without effect: the note says why nothing is missing.
    private static FaceOption Ignored(string name, FaceOptionKind kind, FaceScope scope, FaceModes modes, string reason) =>
        new(name, kind, scope, modes, reason) { Disposition = FaceDisposition.Accepted };
}
