using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Documents;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Facts;

/// <summary>
/// Everything that the draft of one prediction may say, in the order of the document. Facts come from structured data only;
/// the text of a note never becomes one.
/// </summary>
public sealed class FactSheet
{
    private readonly Dictionary<string, Fact> _byId;

    private FactSheet(Prediction prediction, IReadOnlyList<Fact> facts)
    {
        Prediction = prediction;
        Facts = facts;
        _byId = facts.ToDictionary(fact => fact.Id);
    }

    public Prediction Prediction { get; }

    public IReadOnlyList<Fact> Facts { get; }

    /// <summary>Gathers the facts of a prediction and of the patient it is about.</summary>
    public static FactSheet Collect(Prediction prediction, PatientSummary patient)
    {
        List<Fact> facts =
        [
            .. PatientFacts.Of(patient, prediction.Context.MadeAt),
            .. InputFacts.Of(prediction),
            .. FilmFacts.Of(prediction),
            .. prediction switch
            {
                Prediction.Findings findings => FindingFacts.Of(findings),
                Prediction.Forecast forecast => ForecastFacts.Of(forecast),
                Prediction.CannotSay cannot => [Reason(cannot)],
                _ => throw new InvalidOperationException("A prediction of an unknown outcome."),
            },
            .. ModelFacts.Of(prediction),
        ];
        facts.AddRange(Guidelines.For(prediction, facts, patient));
        return new FactSheet(prediction, facts);
    }

    public Fact this[string id] => _byId[id];

    public Fact? Find(string id) => _byId.GetValueOrDefault(id);

    public IEnumerable<Fact> OfKind(string kind) => Facts.Where(fact => fact.Kind == kind);

    private static Fact Reason(Prediction.CannotSay cannot) =>
        new(
            "reason",
            FactKinds.Reason,
            new BilingualText("未能给出结论的原因", "Why no answer is given"),
            cannot.Explanation,
            [],
            cannot.Context.MadeAt,
            cannot.Context.Focus
        );
}

/// <summary>The kinds of fact; stable words that pages and exports may rely on.</summary>
public static class FactKinds
{
    public const string Patient = "patient";
    public const string Problem = "problem";
    public const string Medication = "medication";
    public const string Observation = "observation";
    public const string Imputed = "imputed";
    public const string Inputs = "inputs";
    public const string Probability = "probability";
    public const string Finding = "finding";
    public const string Region = "region";
    public const string Forecast = "forecast";
    public const string Trend = "trend";
    public const string Limit = "limit";
    public const string Alert = "alert";
    public const string Model = "model";
    public const string Figure = "figure";
    public const string Guideline = "guideline";
    public const string Reason = "reason";
    public const string Film = "film";

    /// <summary>A signed document that another one follows, or what changed of its evidence.</summary>
    public const string Document = "document";
}
