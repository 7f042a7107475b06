namespace Xinglin.Records.Storage.Sqlite;

/// <summary>What a code beside a stored version says of it.</summary>
internal enum RowState
{
    /// <summary>The file was opened without its keys.</summary>
    Unknown,

    /// <summary>The version is, byte for byte, what this program wrote.</summary>
    Written,

    /// <summary>Something was changed behind the program.</summary>
    Altered,
}

/// <summary>Makes and compares the codes beside stored versions; of one connection, and so of one user at a time.</summary>
internal interface IRowCodes : IDisposable
{
    /// <summary>The code of a version that is about to be written.</summary>
    /// <param name="text">Empty for a deletion.</param>
    byte[] Of(ReadOnlySpan<byte> text, in VersionFacts facts);

    /// <summary>Compares a version with its code.</summary>
    /// <param name="code">Empty where there is none, which nothing that was written lacks.</param>
    /// <param name="text">Empty for a deletion.</param>
    RowState Check(ReadOnlySpan<byte> code, ReadOnlySpan<byte> text, in VersionFacts facts);

    /// <inheritdoc cref="Check"/>
    /// <param name="digest">SHA-256 of a text that is too long to come along with its row.</param>
    RowState CheckLong(ReadOnlySpan<byte> code, byte[] digest, in VersionFacts facts);
}
