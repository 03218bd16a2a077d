namespace Understudy.Bench.SideBySide;

/// <summary>The command lines that are compared, with equal threads and memory.</summary>
/// <param name="settings">Which programs.</param>
/// <param name="socket">The server's.</param>
internal sealed class Commands(Settings settings, string socket)
{
    internal string Backup(Tool tool, string target) => tool switch
    {
        Tool.Stock => $"exec {settings.Stock} --no-defaults --backup --user=root --socket='{socket}' --parallel={settings.Parallel} --target-dir='{target}'",
        Tool.Ours => $"exec '{settings.Understudy}' backup --profile --user root --socket '{socket}' --parallel {settings.Parallel} --target-dir '{target}'",
        _ => $"mkdir '{target}'; cd '{BenchServer.DataDirectory(settings.Directory)}'; exec cp -r --reflink=never $(ls -A | grep -v -e ib_logfile -e ibtmp) '{target}'",
    };

    internal string Increment(Tool tool, string full, string target) => tool == Tool.Stock
        ? $"{Backup(tool, target)} --incremental-basedir='{full}'"
        : $"{Backup(tool, target)} --incremental-base '{full}'";

    /// <summary>A stream, of which the bytes are counted; with zstd at level 1 if wanted.</summary>
    /// <param name="tool">Which.</param>
    /// <param name="target">For temporary files of the stock tool.</param>
    /// <param name="compressed">Whether compressed.</param>
    internal string Stream(Tool tool, string target, bool compressed) => (tool, compressed) switch
    {
        (Tool.Stock, false) => $"exec {StockStream(target)} 2>&3 >/dev/null",
        (Tool.Stock, true) => $"{StockStream(target)} 2>&3 | zstd -q -1 -T{settings.Parallel} | wc -c",
        (_, false) => $"exec {OurStream} 2>&3 >/dev/null",
        (_, true) => $"{OurStream} --compress zstd:1 2>&3 | wc -c",
    };

    internal string Prepare(Tool tool, string directory) => tool == Tool.Stock
        ? $"exec {settings.Stock} --no-defaults --prepare --use-memory={settings.Memory} --target-dir='{directory}'"
        : $"exec '{settings.Understudy}' prepare --profile --use-memory {settings.Memory} '{directory}'";

    internal string Restore(Tool tool, string backup, string target) => tool == Tool.Stock
        ? $"exec {settings.Stock} --no-defaults --copy-back --parallel={settings.Parallel} --target-dir='{backup}' --datadir='{target}'"
        : $"exec '{settings.Understudy}' restore --profile --use-memory {settings.Memory} --parallel {settings.Parallel} '{backup}' --datadir '{target}'";

    internal string Version(Tool tool) => tool == Tool.Stock ? $"exec {settings.Stock} --version" : $"exec '{settings.Understudy}' --version";

    private string StockStream(string target) =>
        $"{settings.Stock} --no-defaults --backup --stream=mbstream --user=root --socket='{socket}' --parallel={settings.Parallel} --target-dir='{target}'";

    private string OurStream => $"'{settings.Understudy}' backup --stream --user root --socket '{socket}' --parallel {settings.Parallel}";
}
