using Xunit.Abstractions;

namespace Understudy.Integration.Tests.LostTables;

public sealed class LostTablesOn118Tests(ITestOutputHelper output) : LostTablesTests("11.8", output);
