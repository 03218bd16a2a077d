using System.CommandLine;
using Understudy.Engine.Backup;

namespace Understudy.Cli.Arguments;

/// <summary>Options about making tables ready for an import.</summary>
internal sealed class ExportArguments
{
    private readonly Option<bool> _export = new("--export") { Description = "Then write a .cfg beside each .ibd, for ALTER TABLE ... IMPORT TABLESPACE. Runs the server's program on the backup." };
    private readonly Option<string?> _program = new("--mariadbd") { Description = "The server's program, of the backup's own series; by default it is looked for." };
    private readonly SelectionArguments _selection = new();

    internal void AddTo(Command command)
    {
        command.Options.Add(_export);
        command.Options.Add(_program);
        _selection.AddTo(command);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(_export) && (result.GetValue(_program) is not null || _selection.IsGiven(result)))
            {
                result.AddError("--mariadbd and what selects tables go with --export only");
            }
        });
    }

    internal bool IsWanted(ParseResult parsed) => parsed.GetValue(_export);

    internal string? ServerProgram(ParseResult parsed) => parsed.GetValue(_program);

    internal SelectionOptions Selection(ParseResult parsed) => _selection.Read(parsed);
}
