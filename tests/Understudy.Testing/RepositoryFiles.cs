namespace Understudy.Testing;

/// <summary>The files of the repository that a test is built from, for tests that hold the documents to the code.</summary>
public static class RepositoryFiles
{
    private const string Mark = "Understudy.slnx";

    /// <summary>The repository's directory.</summary>
    public static string Root { get; } = Locate();

    /// <summary>The absolute path of a file of the repository.</summary>
    public static string PathOf(string relativePath) => Path.Combine(Root, relativePath);

    /// <summary>The lines of a document.</summary>
    public static string[] ReadLines(string relativePath) => File.ReadAllLines(PathOf(relativePath));

    private static string Locate()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, Mark)))
        {
            directory = directory.Parent;
        }

        return directory?.FullName
            ?? throw new InvalidOperationException($"there is no {Mark} above {AppContext.BaseDirectory}");
    }
}
