namespace Understudy.Storage.Compression;

/// <summary>How a target keeps a file that it does not keep as it is.</summary>
/// <param name="Codec">The name of the format.</param>
/// <param name="SizeBytes">The length of what is kept.</param>
/// <param name="Hash">Its hash, in lower-case hexadecimal, of the kind that the backup has.</param>
public sealed record CompressedForm(string Codec, long SizeBytes, string Hash);
