namespace Xinglin.Records.Storage.Sqlite;

/// <summary>What is known of a version beside its text.</summary>
/// <param name="LastUpdated">Milliseconds since 1970-01-01 UTC.</param>
internal readonly record struct VersionFacts(
    string Type,
    string Id,
    long Version,
    long LastUpdated,
    bool Deleted,
    long Origin,
    string Actor
);
