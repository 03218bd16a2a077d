using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Understudy.Formats.Frm;

/// <summary>What a copy needs of a table definition (<c>.frm</c>). Every table, sequence and view has one.</summary>
public readonly partial record struct FrmHeader
{
    /// <summary>Bytes that are always enough for everything but <see cref="EngineName"/>.</summary>
    public const int UsualBytes = 1024;

    /// <summary>The fewest bytes of a table's definition.</summary>
    public const int SizeMin = Field.Extra2;

    private const int EngineNameBytesMax = 64;
    private const byte ChoiceNo = 1;
    private const byte ChoiceYes = 2;

    /// <summary>The engine of the table, Partition for a partitioned one, View for a view.</summary>
    public required TableEngine Engine { get; init; }

    /// <summary>
    /// The engine of the partitions of a partitioned table; for all others the same as <see cref="Engine"/>.
    /// </summary>
    public required TableEngine StorageEngine { get; init; }

    /// <summary>The byte that stands for the engine; 0 for a view.</summary>
    public required byte LegacyEngineCode { get; init; }

    /// <summary>The byte that stands for the engine of the partitions; 0 when the table has none.</summary>
    public required byte PartitionEngineCode { get; init; }

    /// <summary>
    /// The engine's name, as the server spells it (<c>partition</c> for a partitioned table); null when not all of the
    /// file was given, or the definition is too old to have it.
    /// </summary>
    public required string? EngineName { get; init; }

    /// <summary>The name of the engine of the partitions, or null.</summary>
    public required string? DefaultPartitionEngine { get; init; }

    /// <summary>
    /// The version of the definition: new with each CREATE and ALTER, the same after RENAME, TRUNCATE and REPAIR. The
    /// DDL log prints the same UUID. Null when the definition is older than such versions, or it was not given.
    /// </summary>
    public required Guid? DefinitionVersion { get; init; }

    /// <summary>Whether the definition is of a sequence: a table with one row in an engine.</summary>
    public required bool IsSequence { get; init; }

    /// <summary>What <c>TRANSACTIONAL=</c> the user asked for; null: nothing.</summary>
    public required bool? Transactional { get; init; }

    /// <summary>What <c>PAGE_CHECKSUM=</c> the user asked for; null: nothing.</summary>
    public required bool? PageChecksum { get; init; }

    /// <summary>Whether this is a view.</summary>
    public bool IsView => Engine == TableEngine.View;

    /// <summary>Whether the table is partitioned.</summary>
    public bool IsPartitioned => Engine == TableEngine.Partition;

    private static ReadOnlySpan<byte> TableMagic => [0xFE, 0x01];

    private static ReadOnlySpan<byte> ViewMagic => "TYPE=VIEW\n"u8;

    /// <summary>Reads a definition. Never throws.</summary>
    /// <param name="file">The whole file, or its first <see cref="UsualBytes"/> bytes.</param>
    /// <param name="header">What it says.</param>
    /// <param name="whyNot">When false: what is wrong with it.</param>
    public static bool TryRead(ReadOnlySpan<byte> file, out FrmHeader header, [NotNullWhen(false)] out string? whyNot)
    {
        whyNot = null;
        if (file.StartsWith(ViewMagic))
        {
            header = OfView();
            return true;
        }

        header = default;
        if (!file.StartsWith(TableMagic))
        {
            var start = Convert.ToHexString(file[..Math.Min(file.Length, TableMagic.Length)]);
            whyNot = $"starts with {start}, expected {Convert.ToHexString(TableMagic)} or TYPE=VIEW";
            return false;
        }

        if (file.Length < SizeMin)
        {
            whyNot = $"only {file.Length} bytes, a table definition has more than {SizeMin}";
            return false;
        }

        header = OfTable(file);
        return true;
    }

    private static FrmHeader OfView() => new()
    {
        Engine = TableEngine.View,
        StorageEngine = TableEngine.View,
        LegacyEngineCode = 0,
        PartitionEngineCode = 0,
        EngineName = null,
        DefaultPartitionEngine = null,
        DefinitionVersion = null,
        IsSequence = false,
        Transactional = null,
        PageChecksum = null,
    };

    private static FrmHeader OfTable(ReadOnlySpan<byte> file)
    {
        ReadExtra2(file, out var version, out var partitionEngine);
        var name = ReadEngineName(file);
        var code = file[Field.Engine];
        var engine = TableEngineNames.FromLegacyCode(code);
        if (engine == TableEngine.Other && name is not null)
        {
            engine = TableEngineNames.FromName(name);
        }

        var storageEngine = engine;
        if (engine == TableEngine.Partition)
        {
            storageEngine = partitionEngine is not null
                ? TableEngineNames.FromName(partitionEngine)
                : TableEngineNames.FromLegacyCode(file[Field.PartitionEngine]);
        }

        var choices = file[Field.Choices];
        return new FrmHeader
        {
            Engine = engine,
            StorageEngine = storageEngine,
            LegacyEngineCode = code,
            PartitionEngineCode = file[Field.PartitionEngine],
            EngineName = name,
            DefaultPartitionEngine = partitionEngine,
            DefinitionVersion = version,
            IsSequence = ToBool(choices >> 4) ?? false,
            Transactional = ToBool(choices),
            PageChecksum = ToBool(choices >> 2),
        };
    }

    private static bool? ToBool(int choice) => (choice & 3) switch
    {
        ChoiceYes => true,
        ChoiceNo => false,
        _ => null,
    };

    private static void ReadExtra2(ReadOnlySpan<byte> file, out Guid? version, out string? partitionEngine)
    {
        version = null;
        partitionEngine = null;
        var length = BinaryPrimitives.ReadUInt16LittleEndian(file[Field.Extra2Length..]);
        var rest = file[Field.Extra2..];
        rest = rest[..Math.Min(rest.Length, length)];
        if (rest.IsEmpty || rest[0] == (byte)'/')
        {
            return; // Very old definitions have a path here.
        }

        while (TryTakeExtra2(ref rest, out var type, out var data))
        {
            if (type == Extra2Type.DefinitionVersion && data.Length == 16)
            {
                version = new Guid(data, bigEndian: true);
            }
            else if (type == Extra2Type.DefaultPartitionEngine && data.Length <= EngineNameBytesMax)
            {
                partitionEngine = Encoding.UTF8.GetString(data);
            }
        }
    }

    /// <summary>One field: type, length in one byte or, behind a zero, in two, and the data.</summary>
    private static bool TryTakeExtra2(ref ReadOnlySpan<byte> rest, out byte type, out ReadOnlySpan<byte> data)
    {
        type = 0;
        data = default;
        if (rest.Length < 2)
        {
            return false;
        }

        type = rest[0];
        int length = rest[1];
        var dataAt = 2;
        if (length == 0)
        {
            dataAt += 2;
            if (rest.Length < dataAt)
            {
                return false;
            }

            length = BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]);
        }

        if (length > rest.Length - dataAt)
        {
            return false;
        }

        data = rest.Slice(dataAt, length);
        rest = rest[(dataAt + length)..];
        return true;
    }

    /// <summary>
    /// Behind the keys and the default row: the connection string, then the engine's name, each with a length.
    /// </summary>
    private static string? ReadEngineName(ReadOnlySpan<byte> file)
    {
        long keysLength = BinaryPrimitives.ReadUInt16LittleEndian(file[Field.KeysLengthShort..]);
        if (keysLength == ushort.MaxValue)
        {
            keysLength = BinaryPrimitives.ReadUInt32LittleEndian(file[Field.KeysLength..]);
        }

        var start = BinaryPrimitives.ReadUInt16LittleEndian(file[Field.KeysOffset..])
            + keysLength
            + BinaryPrimitives.ReadUInt16LittleEndian(file[Field.DefaultsLength..]);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(file[Field.ExtraLength..]);
        if (start < SizeMin || start + length > file.Length)
        {
            return null;
        }

        var extra = file.Slice((int)start, (int)length);
        return TryTakeCounted(ref extra, out _)
            && TryTakeCounted(ref extra, out var name)
            && name.Length is > 0 and <= EngineNameBytesMax
                ? Encoding.UTF8.GetString(name)
                : null;
    }

    private static bool TryTakeCounted(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> data)
    {
        data = default;
        if (rest.Length < 2)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
        if (length > rest.Length - 2)
        {
            return false;
        }

        data = rest.Slice(2, length);
        rest = rest[(2 + length)..];
        return true;
    }
}
