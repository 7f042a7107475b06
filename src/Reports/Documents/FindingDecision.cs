using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Documents;

/// <summary>Who decided a finding of a draft, as what, and when.</summary>
/// <param name="By">User id.</param>
/// <param name="Name">As it was then.</param>
/// <param name="Roles">As they were then: whether the decision stands by itself depends on them.</param>
/// <param name="Proposal">The decision of another person that this one confirmed or replaced; null where there was none.</param>
public sealed record FindingDecision(
    string By,
    BilingualText Name,
    IReadOnlyList<string> Roles,
    DateTimeOffset At,
    Decision Decision,
    FindingDecision? Proposal = null
);
