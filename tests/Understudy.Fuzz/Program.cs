using System.Globalization;
using Understudy.Fuzz;
using Understudy.Fuzz.Targets;

return FuzzOptions.TryParse(args, out var options, out var whyNot)
    ? Run(options)
    : Refuse(whyNot);

static int Refuse(string whyNot)
{
    Console.Error.WriteLine(whyNot);
    Console.Error.WriteLine(FuzzOptions.Usage);
    return 2;
}

static int Run(FuzzOptions options)
{
    var targets = AllTargets.Make()
        .Where(target => target.Name.Contains(options.Target, StringComparison.OrdinalIgnoreCase))
        .ToList();
    if (targets.Count == 0)
    {
        return Refuse($"no target has a name with \"{options.Target}\"");
    }

    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"seed {options.Seed}, {targets.Count} targets, {targets.Sum(target => target.Seeds.Count)} seed inputs"));
    var report = new FuzzRunner(targets, options.Seed).Run(options.Iterations, options.Duration);
    Console.WriteLine(report);
    foreach (var failure in report.Failures)
    {
        Console.WriteLine(failure);
        if (options.OutputDirectory is { } directory)
        {
            Directory.CreateDirectory(directory);
            File.WriteAllBytes(Path.Combine(directory, $"{failure.Target}-{failure.Iteration}.bin"), failure.Input);
        }
    }

    return report.Failures.Count == 0 ? 0 : 1;
}
