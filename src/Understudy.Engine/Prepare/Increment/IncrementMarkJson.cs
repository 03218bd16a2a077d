using System.Text.Json.Serialization;

namespace Understudy.Engine.Prepare.Increment;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(IncrementMark))]
internal sealed partial class IncrementMarkJson : JsonSerializerContext;
