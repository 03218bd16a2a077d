using System.Text.Json.Serialization;

namespace Understudy.Cli.Output;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ErrorLine))]
[JsonSerializable(typeof(EventLine))]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(LogSummaryLine))]
[JsonSerializable(typeof(SnapshotLine))]
[JsonSerializable(typeof(StatusLine))]
[JsonSerializable(typeof(StageMatrixLine))]
internal sealed partial class CliJson : JsonSerializerContext;
