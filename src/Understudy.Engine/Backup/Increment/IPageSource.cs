namespace Understudy.Engine.Backup.Increment;

/// <summary>The file from which changed pages are copied. Several threads may read it.</summary>
internal interface IPageSource
{
    /// <summary>Reads a block.</summary>
    /// <param name="buffer">Aligned memory; it may be filled up to the next multiple of 4096 beyond what is wanted.</param>
    /// <param name="want">Bytes wanted.</param>
    /// <param name="offset">Where in the file, a multiple of 4096.</param>
    /// <returns>Bytes read; fewer than wanted only at the end of the file.</returns>
    int Read(Span<byte> buffer, int want, long offset);

    /// <summary>Verifies pages that were read, and reads those again that were torn.</summary>
    void Verify(Span<byte> pages, long offset);
}
