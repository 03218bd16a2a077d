namespace Understudy.Server;

/// <summary>A plugin of the server.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it is: STORAGE ENGINE, ENCRYPTION, ...</param>
/// <param name="Status">ACTIVE, DISABLED, ...</param>
/// <param name="Library">Its file with extension, or null when it is built in.</param>
/// <param name="Version">Its version.</param>
public sealed record ServerPlugin(string Name, string Type, string Status, string? Library, string Version)
{
    /// <summary>Whether it works.</summary>
    public bool IsActive => Status.Equals("ACTIVE", StringComparison.OrdinalIgnoreCase);
}
