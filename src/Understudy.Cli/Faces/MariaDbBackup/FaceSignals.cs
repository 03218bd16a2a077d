using System.Runtime.InteropServices;
using Understudy.Cli.Faces.MariaDbBackup.Output;

namespace Understudy.Cli.Faces.MariaDbBackup;

/// <summary>
/// Signals that ask for an end set the token, so that locks are released in order. <c>mariadb-backup</c> ignores all but one of them
/// and goes on to its end.
/// </summary>
internal sealed class FaceSignals : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly FaceLog _log;

    internal FaceSignals(FaceLog log)
    {
        _log = log;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
        ];
    }

    internal CancellationToken Cancellation => _source.Token;

    /// <summary>Whether it was an interrupt, as a terminal sends it.</summary>
    internal bool ByInterrupt { get; private set; }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        ByInterrupt = context.Signal == PosixSignal.SIGINT;
        _log.Line($"{context.Signal} received: stopping");
        _source.Cancel();
    }
}
