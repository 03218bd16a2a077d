namespace Understudy.Formats.Aria;

public readonly partial record struct AriaIndexHeader
{
    /// <summary>
    /// Offsets from the start of the file, in bytes. Source: <c>_ma_state_info_write_sub</c>, storage/maria/ma_open.c;
    /// checked against <c>aria_chk -dvv</c>.
    /// </summary>
    private static class State
    {
        public const int Magic = 0;
        public const int Options = Magic + 4;
        public const int HeaderLength = Options + 2;
        public const int StateLength = HeaderLength + 2;
        public const int BaseLength = StateLength + 2;
        public const int BasePosition = BaseLength + 2;
        public const int KeyParts = BasePosition + 2;
        public const int UniqueKeyParts = KeyParts + 2;
        public const int KeyCount = UniqueKeyParts + 2;
        public const int DataFileType = KeyCount + 4;
        public const int OpenCount = DataFileType + 2;
        public const int Changed = OpenCount + 2;
        public const int CreateRenameLsn = Changed + 2;
        public const int IsOfHorizon = CreateRenameLsn + AriaLsn.Size;
        public const int SkipRedoLsn = IsOfHorizon + AriaLsn.Size;
        public const int Counters = SkipRedoLsn + AriaLsn.Size;
        public const int Records = Counters;
        public const int DataFileLength = Records + (6 * 8);
        public const int Status = Counters + (12 * 8);
        public const int KeyRoots = Status + 10;

        /// <summary>The bytes before the part whose length depends on the number of keys.</summary>
        public const int SizeMin = KeyRoots;
    }

    /// <summary>Offsets from behind the key roots, in bytes.</summary>
    private static class AfterRoots
    {
        public const int KeyDel = 0;
        public const int IndexChanged = KeyDel + 8;
        public const int IndexUsed = IndexChanged + 4;
        public const int Version = IndexUsed + 4;
        public const int KeyMap = Version + 4;
        public const int Size = KeyMap + 8;
    }

    /// <summary>Offsets from the base block. Source: <c>_ma_base_info_write</c>, storage/maria/ma_open.c.</summary>
    private static class Base
    {
        public const int Uuid = 0;
        public const int KeyStart = Uuid + 16;
        public const int ExtraOptions = 90;
        public const int BlockSize = 100;
        public const int KeyCount = BlockSize + 4;
        public const int BornTransactional = KeyCount + 2;
        public const int Compression = BornTransactional + 1;
        public const int SizeMin = Compression + 1;
    }
}
