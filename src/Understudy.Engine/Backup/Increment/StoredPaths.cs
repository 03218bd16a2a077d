using Understudy.Formats.Delta;

namespace Understudy.Engine.Backup.Increment;

/// <summary>The names in the backup under which a file of the server lies there.</summary>
internal static class StoredPaths
{
    /// <summary>The ending of a tablespace file that an increment has as a whole.</summary>
    internal const string NewExtension = ".new";

    private const string DataExtension = ".ibd";

    /// <summary>The names in one form.</summary>
    internal static IReadOnlyList<string> Of(StoredForm form, string path) => form switch
    {
        StoredForm.Delta => [path + DeltaIndex.Extension, path + DeltaMetadata.Extension],
        StoredForm.New => [Path.ChangeExtension(path, NewExtension)],
        _ => [path],
    };

    /// <summary>The names in any form.</summary>
    internal static IEnumerable<string> All(string path) => Enum.GetValues<StoredForm>()
        .Where(form => form != StoredForm.New || path.EndsWith(DataExtension, StringComparison.Ordinal))
        .SelectMany(form => Of(form, path));
}
