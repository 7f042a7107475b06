using Xinglin.Learning.Tables.Candidates;

namespace Xinglin.Learning.Tables.Choosing;

/// <summary>One candidate of the search and how it did on rows it had not seen.</summary>
/// <param name="LogLoss">Mean over the inner folds' held-out rows, in nats; the lowest of a kind is kept.</param>
public sealed record Trial(Candidate Candidate, double LogLoss);
