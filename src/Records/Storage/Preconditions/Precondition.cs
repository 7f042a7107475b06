using Xinglin.Records.Fhir.Resources;
using Xinglin.Records.Storage.Search;
using Xinglin.Records.Storage.Sqlite;

namespace Xinglin.Records.Storage.Preconditions;

/// <summary>
/// Something that was asked of the store while writes were being prepared, with its answer. It is asked again by the writer,
/// where nothing can come between, and must be answered the same.
/// </summary>
public abstract record Precondition
{
    private protected Precondition() { }

    internal abstract bool Holds(Database database);

    /// <summary>A search gave these ids: at most as many as its <see cref="SearchRequest.Count"/>.</summary>
    internal sealed record Found(SearchQuery Query, IReadOnlyList<string> Ids) : Precondition
    {
        internal override bool Holds(Database database) => Query.Ids(database).SequenceEqual(Ids);
    }

    /// <summary>A resource was there, was deleted, or was never there.</summary>
    internal sealed record State(string Type, string Id, Presence Presence) : Precondition
    {
        internal override bool Holds(Database database) => Of(database, Type, Id) == Presence;

        public static Presence Of(Database database, string type, string id)
        {
            var select = database
                .Prepare("SELECT deleted FROM resource WHERE type=$1 AND id=$2")
                .Bind(1, type)
                .Bind(2, id);
            var presence =
                !select.Step() ? Presence.Never
                : select.Long(0) != 1 ? Presence.There
                : Presence.Deleted;
            select.Reset();
            return presence;
        }
    }
}

/// <summary>Whether a resource is there.</summary>
internal enum Presence
{
    Never,
    There,
    Deleted,
}

/// <summary>The store changed between the preparation of writes and their turn: they must be prepared again.</summary>
public sealed class PreconditionChangedException : Exception;
