namespace Understudy.Formats.Aria;

public readonly partial record struct AriaLogHeader
{
    /// <summary>
    /// Offsets in page 0, in bytes; little endian. Source: <c>translog_write_file_header</c>,
    /// storage/maria/ma_loghandler.c.
    /// </summary>
    private static class Field
    {
        public const int Magic = 0;
        public const int CreationTime = Magic + 12;
        public const int LogVersion = CreationTime + 8;
        public const int ServerVersion = LogVersion + 4;
        public const int ServerId = ServerVersion + 4;
        public const int PageSizeLessOne = ServerId + 4;
        public const int FileNumber = PageSizeLessOne + 2;
        public const int MaxLsn = FileNumber + 3;
    }
}
