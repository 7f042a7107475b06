namespace Xinglin.Records.Storage.Sqlite;

/// <summary>Somebody put something into the file that this program did not make: it is not opened.</summary>
public sealed class AlteredStoreException(string message) : IOException(message);
