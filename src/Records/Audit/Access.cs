namespace Xinglin.Records.Audit;

/// <summary>Who did it.</summary>
/// <param name="Kind"><c>person</c>, <c>program</c>, <c>command</c>, <c>product</c>, <c>sender</c> or <c>anonymous</c>.</param>
/// <param name="Id">Id of the account or token, or the command with the system's user; never a patient's name.</param>
/// <param name="Name">The account's user name, or what the token is for.</param>
public sealed record AuditActor(string Kind, string Id, string? Name = null)
{
    public static AuditActor Product { get; } = new("product", "product");

    public static AuditActor Anonymous { get; } = new("anonymous", "anonymous");

    public static AuditActor Person(string accountId, string? userName) => new("person", accountId, userName);

    public static AuditActor Program(string tokenId, string? purpose) => new("program", tokenId, purpose);

    /// <param name="verb">The command, such as <c>import</c>; the system's user is added.</param>
    public static AuditActor Command(string verb) => new("command", $"{verb}, {Environment.UserName}");
}

/// <summary>One access, as it is to be recorded: never a content, never the value of a search parameter.</summary>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
/// <param name="Entity">
/// What was touched: <c>Patient/p1/_history/2</c>, <c>Observation?code&amp;patient</c> (names only), <c>page:/patients/p1</c>.
/// </param>
public sealed record Access(AuditActor Actor, string Action, string Entity)
{
    /// <summary>Ids of the patients whose data it was; empty for nobody's.</summary>
    public IReadOnlyList<string> Patients { get; init; } = [];

    /// <summary>References of what was found or sent along, such as the matches of a search.</summary>
    public IReadOnlyList<string> Items { get; init; } = [];

    /// <summary>For what purpose: the route or page, later the reason of a break-glass access.</summary>
    public string? Reason { get; init; }

    /// <summary><c>ok</c>, a status code, or a word such as <c>wrong</c> or <c>locked</c>.</summary>
    public string Result { get; init; } = "ok";

    /// <summary>The caller's network address.</summary>
    public string? Address { get; init; }

    /// <summary>The request's id, the same as in the server's log.</summary>
    public string? Request { get; init; }

    /// <summary>When; null: now.</summary>
    public DateTimeOffset? Time { get; init; }
}

/// <summary>One entry as it was read back.</summary>
/// <param name="Number">Place in its file, from 1; the files count for themselves.</param>
/// <param name="IsChange">From the records' own chain: the entry was written together with the data.</param>
/// <param name="Chain">Id of the chain: one for each writing process and month.</param>
/// <param name="Sequence">Place in its chain, from 1 without gaps.</param>
public sealed record AuditEntry(
    long Number,
    bool IsChange,
    string Chain,
    long Sequence,
    DateTimeOffset Time,
    AuditActor Actor,
    string Action,
    string Entity,
    IReadOnlyList<string> Patients,
    IReadOnlyList<string> Items,
    string? Reason,
    string Result,
    string? Address,
    string? Request
);

/// <summary>The access could not be recorded, so it did not happen: nothing of the data may leave.</summary>
public sealed class AccessNotRecordedException(string reason, bool isFull, Exception? inner = null)
    : IOException(reason, inner)
{
    /// <summary>The disk is full (507), rather than the file unusable (503).</summary>
    public bool IsFull { get; } = isFull;
}
