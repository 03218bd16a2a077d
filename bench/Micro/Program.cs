using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Understudy.Bench.Micro;

/// <summary>Measures the hot loops, each alone on one core. usage: Micro [options of BenchmarkDotNet, such as --filter '*Redo*']</summary>
internal static class Program
{
    private const int Warmups = 3;
    private const int Iterations = 8;
    private const int IterationMilliseconds = 250;

    private static int Main(string[] args)
    {
        // In this process: the library's own way builds a project of its own, which does not find its way about this tree.
        var job = Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(Warmups)
            .WithIterationCount(Iterations)
            .WithIterationTime(TimeInterval.FromMilliseconds(IterationMilliseconds));
        var config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddLogger(ConsoleLogger.Default)
            .AddColumn(TargetMethodColumn.Method, StatisticColumn.Min, StatisticColumn.Median, new ThroughputColumn())
            .WithOptions(ConfigOptions.JoinSummary)
            .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "results"));
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, config);
        return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
    }
}
