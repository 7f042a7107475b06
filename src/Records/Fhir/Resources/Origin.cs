namespace Xinglin.Records.Fhir.Resources;

/// <summary>Who made a version of a resource.</summary>
public enum OriginKind
{
    /// <summary>Stored before origins were kept, and nothing told of the product; treated as from outside.</summary>
    Unknown = 0,

    /// <summary>This product by itself: drafts, predictions, the Tasks of its own work.</summary>
    Product = 1,

    /// <summary>A person at this product's pages: decides, edits, signs, records an impression.</summary>
    Person = 2,

    /// <summary>A person who brings content from outside: an upload, or a session used at an interface.</summary>
    Sender = 3,

    /// <summary>A program with a token of its own.</summary>
    Program = 4,

    /// <summary>A command on the server's own command line.</summary>
    Command = 5,
}

/// <summary>
/// Who writes. It is next to every version in the store, survives deletion, and alone decides what a write may do: what
/// came from outside may not make, change or delete what the product made, whatever its content says about itself.
/// </summary>
public sealed record Origin
{
    private Origin(OriginKind kind, string actor)
    {
        Kind = kind;
        Actor = actor;
    }

    /// <summary>This product by itself.</summary>
    public static Origin Product { get; } = new(OriginKind.Product, "product");

    public OriginKind Kind { get; }

    /// <summary>Identifier of the account, token or command; never a patient's name.</summary>
    public string Actor { get; }

    /// <summary>The content was made elsewhere, so it may not pass for the product's own.</summary>
    public bool FromOutside => Kind is OriginKind.Sender or OriginKind.Program or OriginKind.Command;

    /// <summary>A person at this product's pages.</summary>
    /// <param name="accountId">Id of the account.</param>
    public static Origin Person(string accountId) => new(OriginKind.Person, accountId);

    /// <summary>A person who brings content from outside.</summary>
    /// <inheritdoc cref="Person"/>
    public static Origin Sender(string accountId) => new(OriginKind.Sender, accountId);

    /// <summary>A program.</summary>
    /// <param name="tokenId">Id of its token, never the token.</param>
    public static Origin Program(string tokenId) => new(OriginKind.Program, tokenId);

    /// <summary>A command.</summary>
    /// <param name="name">The verb and the system's user, such as <c>import, root</c>.</param>
    public static Origin Command(string name) => new(OriginKind.Command, name);
}
