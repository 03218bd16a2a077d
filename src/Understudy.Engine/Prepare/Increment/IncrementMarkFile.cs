using System.Text.Json;
using Understudy.Engine.Prepare.Files;
using Understudy.Formats;
using Understudy.Native.LibC;
using Understudy.Storage;

namespace Understudy.Engine.Prepare.Increment;

/// <summary>Reads and writes the file with an <see cref="IncrementMark"/>.</summary>
internal static class IncrementMarkFile
{
    /// <summary>Its name in the backup.</summary>
    internal const string FileName = "understudy_increment.json";

    /// <summary>Reads it.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="FailureException">It cannot be understood.</exception>
    internal static IncrementMark? TryRead(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (BackupMetadata.TryReadSmall(path) is not { } bytes)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(bytes, IncrementMarkJson.Default.IncrementMark) ?? throw Unusable(path, null);
        }
        catch (JsonException e)
        {
            throw Unusable(path, e);
        }
    }

    internal static void Write(string directory, IncrementMark mark) => DurableFile.Publish(
        Path.Combine(directory, FileName), JsonSerializer.SerializeToUtf8Bytes(mark, IncrementMarkJson.Default.IncrementMark));

    internal static void Delete(string directory)
    {
        File.Delete(Path.Combine(directory, FileName));
        PosixFile.SyncDirectory(directory);
    }

    /// <summary>Refuses a backup that stopped in the middle of an increment.</summary>
    /// <exception cref="FailureException">It did.</exception>
    internal static void RequireNone(string directory)
    {
        if (TryRead(directory) is { } mark)
        {
            throw new FailureException(
                FailureKind.BackupMissing,
                $"{directory} is not whole: an increment was being merged into it, up to LSN {mark.IncrementToLsn}",
                $"do that again: understudy prepare {directory} --incremental-dir {mark.Increment}");
        }
    }

    private static FailureException Unusable(string path, Exception? inner) =>
        new(FailureKind.Damaged, $"{path} is not usable", "use another copy of the backup", inner);
}
