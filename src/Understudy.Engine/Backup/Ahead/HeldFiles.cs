namespace Understudy.Engine.Backup.Ahead;

/// <summary>Ends a hold on files.</summary>
internal sealed class HeldFiles(Action release) : IDisposable
{
    public void Dispose() => release();
}
