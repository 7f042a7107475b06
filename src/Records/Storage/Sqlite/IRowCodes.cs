namespace Xinglin.Records.Storage.Sqlite;

/// <summary>What a code beside a stored version says of it.</summary>
internal enum RowState
{
    /// <summary>There is no code, or none that can be computed here: as in rows of an earlier version of the program.</summary>
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
    byte[] Of(ReadOnlySpan<byte> text, long version, bool deleted, long origin, string actor);

    /// <summary>Compares a version with its code.</summary>
    /// <param name="code">Empty where there is none.</param>
    /// <param name="text">Empty for a deletion.</param>
    RowState Check(
        ReadOnlySpan<byte> code,
        ReadOnlySpan<byte> text,
        long version,
        bool deleted,
        long origin,
        string actor
    );

    /// <inheritdoc cref="Check"/>
    /// <param name="digest">SHA-256 of a text that is too long to come along with its row.</param>
    RowState CheckLong(ReadOnlySpan<byte> code, byte[] digest, long version, bool deleted, long origin, string actor);
}
