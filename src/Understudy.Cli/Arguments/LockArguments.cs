using System.CommandLine;
using Understudy.Engine.Backup;
using Understudy.Server;

namespace Understudy.Cli.Arguments;

/// <summary>Options about locks other than the stages, and about statements that are in the way.</summary>
internal sealed class LockArguments
{
    private const string All = "all";
    private const string Update = "update";
    private const string Select = "select";

    private readonly Option<bool> _noLock = new("--no-lock") { Description = "Take no lock: only InnoDB tables are of one moment, and DDL near the end makes the backup fail." };
    private readonly Option<bool> _ftwrl = new("--ftwrl") { Description = "FLUSH TABLES WITH READ LOCK instead of BACKUP STAGE: all that is not InnoDB is copied while all writes wait." };
    private readonly Option<bool> _lockDdl = new("--lock-ddl-per-table") { Description = "Hold each InnoDB table against DDL while it is copied; DDL that waits for one at the end is killed." };
    private readonly Option<int> _waitTimeout = Seconds("--ftwrl-wait-timeout", "Seconds to wait for long statements before the first lock that blocks others; 0: do not wait.", 0);
    private readonly Option<int> _waitThreshold = Seconds("--ftwrl-wait-threshold", "Seconds from which on a statement is long.", 60);
    private readonly Option<string> _waitType = Kind("--ftwrl-wait-query-type", "Which statements are waited for.");
    private readonly Option<int> _killTimeout = Seconds("--kill-long-queries-timeout", "Seconds after which statements in the way of a lock are killed; 0: never.", 0);
    private readonly Option<string> _killType = Kind("--kill-long-query-type", "Which statements may be killed.");
    private readonly Option<bool> _safeSlave = new("--safe-slave-backup") { Description = "Stop the replica's SQL threads while the backup runs, at a moment without temporary tables." };
    private readonly Option<int> _safeSlaveTimeout = Seconds("--safe-slave-backup-timeout", "Seconds to look for such a moment.", 300);

    internal LockArguments()
    {
        _waitTimeout.Aliases.Add("--startup-wait-timeout");
    }

    internal void AddTo(Command command)
    {
        foreach (var option in (Option[])[_noLock, _ftwrl, _lockDdl, _waitTimeout, _waitThreshold, _waitType, _killTimeout, _killType, _safeSlave, _safeSlaveTimeout])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(_noLock) && result.GetValue(_ftwrl))
            {
                result.AddError("--no-lock and --ftwrl exclude each other");
            }
        });
    }

    /// <summary>The mode, null when the stages are used.</summary>
    internal StageMode? Mode(ParseResult parsed) =>
        parsed.GetValue(_noLock) ? StageMode.NoLock : parsed.GetValue(_ftwrl) ? StageMode.ReadLock : null;

    internal QueryWaitOptions QueryWait(ParseResult parsed) => new()
    {
        Timeout = Span(parsed, _waitTimeout),
        Threshold = Span(parsed, _waitThreshold),
        Kind = Kind(parsed, _waitType),
        KillAfter = Span(parsed, _killTimeout),
        KillKind = Kind(parsed, _killType),
    };

    internal bool LockDdlPerTable(ParseResult parsed) => parsed.GetValue(_lockDdl);

    internal bool PauseReplica(ParseResult parsed) => parsed.GetValue(_safeSlave);

    internal TimeSpan PauseReplicaTimeout(ParseResult parsed) => Span(parsed, _safeSlaveTimeout);

    private static Option<int> Seconds(string name, string description, int value)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(Validation.AtLeast(0));
        return option;
    }

    private static Option<string> Kind(string name, string description) =>
        new Option<string>(name) { Description = description, DefaultValueFactory = _ => All }.AcceptOnlyFromAmong(All, Update, Select);

    private static TimeSpan Span(ParseResult parsed, Option<int> option) => TimeSpan.FromSeconds(parsed.GetValue(option));

    private static QueryKind Kind(ParseResult parsed, Option<string> option) => parsed.GetValue(option) switch
    {
        Update => QueryKind.Update,
        Select => QueryKind.Select,
        _ => QueryKind.All,
    };
}
