using System.Text.Json.Nodes;
using Xinglin.Learning.Tables.Estimators;

namespace Xinglin.Learning.Tables.ModelSelection;

/// <summary>One candidate of the search and how it did on rows it had not seen.</summary>
/// <param name="Candidate">With the setting that its path chose.</param>
/// <param name="LogLoss">Mean over the held-out rows, in nats.</param>
/// <param name="Splits">The splits it was measured on: fewer than the others' where it fell behind and was given up.</param>
public sealed record Trial(Candidate Candidate, double LogLoss, int Splits = 0)
{
    public JsonObject ToJson() =>
        new()
        {
            ["candidate"] = Candidate.ToJson(),
            ["log_loss"] = LogLoss,
            ["splits"] = Splits,
        };
}
