namespace Understudy.Formats.XbStream;

/// <summary>What a chunk says of the file that it names. The values are the letters in the stream.</summary>
public enum XbStreamChunkType : byte
{
    /// <summary>A type that this program does not know; the chunk has a payload as <see cref="Payload"/> has.</summary>
    Unknown = 0,

    /// <summary>The file was removed; or the directory, with all in it.</summary>
    Remove = (byte)'D',

    /// <summary>The file is complete.</summary>
    End = (byte)'E',

    /// <summary>The next bytes of the file.</summary>
    Payload = (byte)'P',

    /// <summary>The file got another name.</summary>
    Rename = (byte)'R',

    /// <summary>The next bytes stand at another place than behind the last ones.</summary>
    Seek = (byte)'S',
}
