namespace Understudy.Server.Tests;

/// <summary>Tests that share one server; they run one after another.</summary>
[CollectionDefinition("server")]
public sealed class ServerCollection : ICollectionFixture<SharedServer>;
