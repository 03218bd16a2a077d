using System.CommandLine;
using Understudy.Formats.InnoDb.Encryption;

namespace Understudy.Cli.Arguments;

/// <summary>Options that name the keys of encrypted files.</summary>
internal sealed class KeyArguments
{
    internal const string PasswordName = "--encryption-key-password";

    private const string Cbc = "aes_cbc";
    private const string Ctr = "aes_ctr";

    private readonly Option<string?> _file = new("--encryption-key-file")
    {
        Description = "Key file of file_key_management; by default the one that the backup's option file names.",
    };

    private readonly Option<string?> _password = new(PasswordName)
    {
        Description = "FILE:PATH of the password of an encrypted key file (file_key_management_filekey).",
    };

    private readonly Option<string?> _algorithm = new("--encryption-algorithm")
    {
        Description = $"{Cbc} or {Ctr}, as file_key_management_encryption_algorithm of the server.",
    };

    internal KeyArguments()
    {
        _algorithm.AcceptOnlyFromAmong(Cbc, Ctr);
    }

    internal void AddTo(Command command)
    {
        command.Options.Add(_file);
        command.Options.Add(_password);
        command.Options.Add(_algorithm);
    }

    internal string? File(ParseResult parsed) => parsed.GetValue(_file);

    internal string? Password(ParseResult parsed) => parsed.GetValue(_password);

    internal EncryptionMode? Mode(ParseResult parsed) => parsed.GetValue(_algorithm) switch
    {
        Cbc => EncryptionMode.Cbc,
        Ctr => EncryptionMode.Ctr,
        _ => null,
    };
}
