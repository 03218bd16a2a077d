namespace Understudy.Formats.Manifest;

/// <summary>By what a manifest tells that the content of a file is what it was. An entry names it: its hashes are a member of that name.</summary>
public enum HashKind
{
    /// <summary>XXH64: fast; finds what happened by accident. As <c>xxh64sum</c> prints it.</summary>
    Xxh64,

    /// <summary>SHA-256: nobody can make another file that has the same one. As <c>sha256sum</c> prints it.</summary>
    Sha256,
}
