namespace Understudy.Storage.Compression;

/// <summary>How a target keeps a file that it does not keep as it is.</summary>
/// <param name="Codec">The name of the format.</param>
/// <param name="SizeBytes">The length of what is kept.</param>
/// <param name="Sha256">Its SHA-256, in lower-case hexadecimal.</param>
public sealed record CompressedForm(string Codec, long SizeBytes, string Sha256);
