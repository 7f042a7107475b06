namespace Xinglin.Server.SignIn;

/// <summary>One opening of a chart of another team: who, whose, why, for how long, and what the privacy officer said of it.</summary>
public sealed class BreakGlassAccess
{
    public required string Id { get; init; }

    /// <summary>The account that opened it.</summary>
    public required string UserId { get; init; }

    public required string PatientId { get; init; }

    /// <summary><c>emergency</c>, <c>consultation</c>, <c>cover</c>, <c>quality</c> or <c>other</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>What the person wrote; empty for nothing.</summary>
    public required string Words { get; init; }

    /// <summary>References of the units that cared for the patient then, with spaces between.</summary>
    public required string Units { get; init; }

    public required DateTimeOffset Begun { get; init; }
    public required DateTimeOffset Ends { get; init; }

    /// <summary>The account that reviewed it; null for nobody yet.</summary>
    public string? ReviewedBy { get; set; }

    public DateTimeOffset? Reviewed { get; set; }

    public string ReviewNote { get; set; } = "";
}
