namespace Understudy.Server.Tests;

/// <summary>Tests that share servers; they run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class ServerCollection : ICollectionFixture<SharedServers>
{
    public const string Name = "servers";
}
