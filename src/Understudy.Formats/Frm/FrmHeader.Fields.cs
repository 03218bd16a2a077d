namespace Understudy.Formats.Frm;

public readonly partial record struct FrmHeader
{
    /// <summary>
    /// Offsets in the fixed header, in bytes; little endian. Source: <c>prepare_frm_header</c>, sql/table.cc, and
    /// <c>build_frm_image</c>, sql/unireg.cc; checked against files of real servers.
    /// </summary>
    private static class Field
    {
        public const int Magic = 0;
        public const int Engine = 3;
        public const int Extra2Length = 4;
        public const int KeysOffset = 6;
        public const int KeysLengthShort = 14;
        public const int DefaultsLength = 16;
        public const int Choices = 39;
        public const int KeysLength = 47;
        public const int ExtraLength = 55;
        public const int PartitionEngine = 61;
        public const int Extra2 = 64;
    }

    /// <summary>Types in the second extra area. Source: <c>enum extra2_frm_value_type</c>, sql/unireg.h.</summary>
    private static class Extra2Type
    {
        public const byte DefinitionVersion = 0;
        public const byte DefaultPartitionEngine = 1;
    }
}
