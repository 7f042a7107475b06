namespace Xinglin.Records.Storage.Sqlite;

/// <summary>Makes and compares the codes beside stored versions; of one connection, and so of one user at a time.</summary>
internal interface IRowCodes : IDisposable
{
    /// <summary>The code of a version that is about to be written.</summary>
    /// <param name="text">Empty for a deletion.</param>
    byte[] Of(ReadOnlySpan<byte> text, in VersionFacts facts);

    /// <summary>Whether a version is, byte for byte, what this program wrote.</summary>
    /// <param name="code">Empty where there is none, which nothing that was written lacks.</param>
    /// <param name="text">Empty for a deletion.</param>
    bool Holds(ReadOnlySpan<byte> code, ReadOnlySpan<byte> text, in VersionFacts facts);

    /// <inheritdoc cref="Holds"/>
    /// <param name="digest">SHA-256 of a text that is too long to come along with its row.</param>
    bool HoldsLong(ReadOnlySpan<byte> code, byte[] digest, in VersionFacts facts);
}
