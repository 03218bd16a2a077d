using Understudy.Engine.Prepare.Apply;

namespace Understudy.Engine.Prepare;

/// <summary>What a prepare that was stopped leaves in a backup.</summary>
internal static class PrepareLeftovers
{
    /// <summary>How the names of its files begin.</summary>
    internal const string JournalPrefix = PageJournal.Prefix;

    /// <summary>Whether a prepare was stopped there, so that files are between two states.</summary>
    internal static bool AreIn(string directory) =>
        Directory.EnumerateFiles(directory, JournalPrefix + "*" + PageJournal.Extension).Any();
}
