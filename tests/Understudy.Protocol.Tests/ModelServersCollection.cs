namespace Understudy.Protocol.Tests;

[CollectionDefinition(Name)]
public sealed class ModelServersCollection : ICollectionFixture<ModelServers>
{
    public const string Name = "servers of the model";
}
