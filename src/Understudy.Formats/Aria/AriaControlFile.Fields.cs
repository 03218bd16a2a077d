namespace Understudy.Formats.Aria;

public sealed partial record AriaControlFile
{
    /// <summary>
    /// Offsets of the fixed part, in bytes from the start. Source: CF_* in storage/maria/ma_control_file.c.
    /// </summary>
    private static class Fixed
    {
        public const int Magic = 0;
        public const int Version = Magic + 3;
        public const int Uuid = Version + 1;
        public const int FixedSize = Uuid + 16;
        public const int ChangeableSize = FixedSize + 2;
        public const int BlockSize = ChangeableSize + 2;
        public const int Checksum = BlockSize + 2;
        public const int Size = Checksum + 4;
    }

    /// <summary>Offsets of the changeable part, in bytes from where the fixed part ends.</summary>
    private static class Changeable
    {
        public const int Checksum = 0;
        public const int Checkpoint = Checksum + 4;
        public const int LastLogNumber = Checkpoint + AriaLsn.Size;
        public const int MaxTransactionId = LastLogNumber + 4;
        public const int RecoveryFailures = MaxTransactionId + 6;
        public const int SizeMin = MaxTransactionId;
    }
}
