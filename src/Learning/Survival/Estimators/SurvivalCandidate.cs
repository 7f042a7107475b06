using System.Text.Json.Nodes;
using Xinglin.Learning.Survival.Cox;
using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Survival.Estimators;

/// <summary>One kind of survival model with its settings.</summary>
public abstract record SurvivalCandidate
{
    /// <summary>Cox regression with an elastic-net penalty.</summary>
    /// <param name="Penalty">λ, see <see cref="CoxRegression"/>.</param>
    /// <param name="Lasso">α, 0 is ridge.</param>
    /// <param name="Splines">Whether quantities may bend (restricted cubic splines).</param>
    public sealed record Cox(double Penalty, double Lasso, bool Splines) : SurvivalCandidate;

    public sealed record Trees(BoostedTreesSettings Settings, int Intervals) : SurvivalCandidate;

    public sealed record Network(HazardNetworkSettings Settings) : SurvivalCandidate;

    /// <summary>The simplest first.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["cox", "trees", "network"];

    public string Kind =>
        this switch
        {
            Cox => Kinds[0],
            Trees => Kinds[1],
            _ => Kinds[2],
        };

    /// <summary>
    /// What a blend may hold one of each: as <see cref="Kinds"/>, but Cox regression with splines is apart from the straight one, so that
    /// it must show that it is better. The simplest first.
    /// </summary>
    public static readonly IReadOnlyList<string> Families = ["cox", "cox with splines", "trees", "network"];

    public string Family => this is Cox { Splines: true } ? Families[1] : Kind;

    public Encoding Encoding =>
        this switch
        {
            Trees => Encoding.Trees,
            Cox { Splines: true } => Encoding.Splines,
            _ => Encoding.ScaledLog,
        };

    /// <summary>Trains on an encoded matrix; the seed decides every random choice.</summary>
    public FittedSurvival Fit(
        Encoded x,
        double[] times,
        bool[] events,
        int seed,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        switch (this)
        {
            case Cox c:
                return new FittedSurvival.Cox(c, CoxRegression.Fit(x, times, events, c.Penalty, c.Lasso, ct));
            case Trees t:
                return new FittedSurvival.Trees(
                    t,
                    HazardTrees.Fit(x, times, events, t.Settings, t.Intervals, seed, ct)
                );
            case Network n:
                return new FittedSurvival.Network(n, LogisticHazard.Fit(x, times, events, n.Settings, seed, clock, ct));
            default:
                throw new InvalidOperationException($"No training for {Kind}.");
        }
    }

    public JsonObject ToJson() =>
        this switch
        {
            Cox c => new()
            {
                ["kind"] = Kind,
                ["penalty"] = c.Penalty,
                ["lasso"] = c.Lasso,
                ["splines"] = c.Splines,
            },
            Trees t => new()
            {
                ["kind"] = Kind,
                ["rounds"] = t.Settings.Rounds,
                ["rate"] = t.Settings.Rate,
                ["leaves"] = t.Settings.Leaves,
                ["leaf_rows"] = t.Settings.LeafRows,
                ["columns"] = t.Settings.Columns,
                ["penalty"] = t.Settings.Penalty,
                ["intervals"] = t.Intervals,
            },
            Network n => new()
            {
                ["kind"] = Kind,
                ["hidden"] = n.Settings.Hidden,
                ["epochs"] = n.Settings.Epochs,
                ["rate"] = n.Settings.Rate,
                ["weight_decay"] = n.Settings.WeightDecay,
                ["intervals"] = n.Settings.Intervals,
            },
            _ => throw new InvalidOperationException(),
        };

    /// <exception cref="FormatException">The kind is unknown.</exception>
    public static SurvivalCandidate FromJson(JsonNode json) =>
        (string?)json["kind"] switch
        {
            "cox" => new Cox((double)json["penalty"]!, (double)json["lasso"]!, (bool)json["splines"]!),
            "trees" => new Trees(
                new BoostedTreesSettings(
                    (int)json["rounds"]!,
                    (double)json["rate"]!,
                    (int)json["leaves"]!,
                    (int)json["leaf_rows"]!,
                    (double)json["columns"]!,
                    (double)json["penalty"]!
                ),
                (int)json["intervals"]!
            ),
            "network" => new Network(
                new HazardNetworkSettings(
                    (int)json["hidden"]!,
                    (int)json["epochs"]!,
                    (double)json["rate"]!,
                    (double)json["weight_decay"]!,
                    (int)json["intervals"]!
                )
            ),
            var kind => throw new FormatException(
                $"survival candidate '{kind}' is not one of {string.Join(", ", Kinds)}"
            ),
        };
}
