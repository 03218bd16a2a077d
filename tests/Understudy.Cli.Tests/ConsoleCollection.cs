namespace Understudy.Cli.Tests;

/// <summary>Tests that take the console's streams, of which a process has one set: they run by themselves.</summary>
[CollectionDefinition(nameof(ConsoleCollection), DisableParallelization = true)]
public sealed class ConsoleCollection;
