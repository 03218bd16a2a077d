using Understudy.Formats.InnoDb.Encryption;
using Understudy.PageCompare;

if (args.Length is < 2 or > 4)
{
    Console.Error.WriteLine("usage: page-compare DIRECTORY DIRECTORY [KEYFILE [cbc|ctr]]");
    return 2;
}

var keys = EncryptionKeys.None;
if (args.Length > 2)
{
    var mode = args.Length > 3 && args[3] == "ctr" ? EncryptionMode.Ctr : EncryptionMode.Cbc;
    using var stream = File.OpenRead(args[2]);
    var bytes = new byte[Math.Min(stream.Length, KeyFile.BytesMax)];
    stream.ReadExactly(bytes);
    keys = KeyFile.Read(bytes, [], mode);
}

var report = DirectoryComparison.Run(args[0], args[1], keys);
foreach (var line in report.Differences)
{
    Console.WriteLine(line);
}

Console.WriteLine(report.Summary);
return report.DifferenceCount == 0 ? 0 : 1;
