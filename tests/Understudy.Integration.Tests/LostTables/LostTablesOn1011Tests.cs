using Xunit.Abstractions;

namespace Understudy.Integration.Tests.LostTables;

public sealed class LostTablesOn1011Tests(ITestOutputHelper output) : LostTablesTests("10.11", output);
