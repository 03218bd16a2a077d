namespace Understudy.Testing;

/// <summary>
/// A directory of its own with a short name (socket paths have room for 107 bytes), removed at the end. With
/// <c>UNDERSTUDY_TEST_KEEP=1</c> it stays, for a look at what happened.
/// </summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <summary>Makes the directory below <c>UNDERSTUDY_TEST_TMP</c>, else below the system's place for such.</summary>
    public TemporaryDirectory()
    {
        var parent = Environment.GetEnvironmentVariable("UNDERSTUDY_TEST_TMP");
        Path = string.IsNullOrEmpty(parent)
            ? Directory.CreateTempSubdirectory("us-").FullName
            : Directory.CreateDirectory(System.IO.Path.Combine(parent, $"us-{System.IO.Path.GetRandomFileName()[..8]}")).FullName;
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The path of something inside.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Removes the directory with all that is in it.</summary>
    public void Dispose()
    {
        if (Environment.GetEnvironmentVariable("UNDERSTUDY_TEST_KEEP") == "1")
        {
            return;
        }

        // Something may still be ending and leave a file behind: try for a while, then leave it to the system.
        Deadline.TryWaitFor(TimeSpan.FromSeconds(10), TryRemove);
    }

    private bool TryRemove()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
