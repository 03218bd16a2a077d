namespace Understudy.Cli.Output;

/// <summary>Who is looking.</summary>
internal enum OutputMode
{
    /// <summary>A log file: milestones.</summary>
    Plain,

    /// <summary>A person at a terminal: milestones and a live line.</summary>
    Terminal,

    /// <summary>A program: JSON lines.</summary>
    Json,
}
