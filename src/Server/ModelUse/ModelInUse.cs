namespace Xinglin.Server.ModelUse;

/// <summary>In which of the two capacities a person decides on a model.</summary>
public enum PromotionPart
{
    /// <summary>Answers for the installation: that this is the model, and that it runs.</summary>
    Administrator,

    /// <summary>Answers for its clinical use: a senior clinician of the specialty.</summary>
    ClinicalOwner,
}

/// <summary>One person's decision.</summary>
/// <param name="Account">Id of the account.</param>
/// <param name="Name">The name as it was then.</param>
/// <param name="Reason">On what the decision rests, in the person's words.</param>
public sealed record PromotionDecision(string Account, string Name, DateTimeOffset At, string Reason);

/// <summary>What was decided of one version of a model; kept with every earlier state in the records.</summary>
/// <param name="Digest">SHA-256 of the model's folder as it was decided on: a changed model is a candidate again.</param>
/// <param name="Demonstration">Decided by the demonstration for its synthetic patients: never for a ward.</param>
public sealed record ModelInUse(
    string Name,
    string Version,
    string Digest,
    PromotionDecision? Administrator,
    PromotionDecision? ClinicalOwner,
    PromotionDecision? Withdrawn,
    bool Demonstration
)
{
    /// <summary>Two different persons, one in each capacity, have put it to use and nobody took it out again.</summary>
    public bool IsInUse =>
        Withdrawn is null
        && Administrator is { } administrator
        && ClinicalOwner is { } owner
        && administrator.Account != owner.Account;
}
