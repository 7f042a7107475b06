using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;

namespace Xinglin.Reports.Writing;

/// <summary>The diagnosis note in English: summary, assessment, findings for and against, suggestions, basis and limits.</summary>
internal static class DiagnosisNoteEn
{
    private const int Reasons = 3;
    private static readonly Phrasing V = Phrasing.English;

    public static DraftText Write(Prediction.Findings prediction, FactSheet facts)
    {
        var note = new DocumentBuilder(V, facts);
        note.Section("summary", "Clinical summary");
        OpeningEn.Patient(note);
        note.Section("assessment", "Assessment");
        foreach (var finding in prediction.Items)
        {
            Assess(note, finding);
        }
        note.Section("for", "Evidence for");
        foreach (var finding in prediction.Items)
        {
            Reasoning(note, prediction, finding, finding.For, true);
        }
        note.Section("against", "Evidence against");
        foreach (var finding in prediction.Items)
        {
            Reasoning(note, prediction, finding, finding.Against, false);
        }
        note.Section("plan", "Suggestions");
        OpeningEn.Suggestions(note);
        note.Section("limits", "Basis and limits");
        OpeningEn.Imputed(note);
        OpeningEn.Model(note);
        return note.Build("Diagnostic assessment");
    }

    private static void Assess(DocumentBuilder note, Finding finding)
    {
        var probability = note.Facts[FindingFacts.ProbabilityId(finding)];
        var estimate = note.Vary(
            "estimate",
            CitedText.Of(
                $"On the data available, the probability of {V.Label(probability)} is {V.Quantity(probability)} ({V.Quantity(probability, NumberRoles.Level)} interval {V.Range(probability)})"
            ),
            CitedText.Of(
                $"The model puts the probability of {V.Label(probability)} at {V.Quantity(probability)} ({V.Quantity(probability, NumberRoles.Level)} interval {V.Range(probability)})"
            )
        );
        note.Add(
            finding.Present
                ? CitedText.Of(
                    $"{estimate}, above the decision threshold of {V.Quantity(probability, NumberRoles.Threshold)}."
                )
                : CitedText.Of(
                    $"{estimate}, below the decision threshold of {V.Quantity(probability, NumberRoles.Threshold)}."
                )
        );
        var state = note.Facts[FindingFacts.StateId(finding)];
        if (!finding.Uncertain)
        {
            note.Add(
                finding.Present
                    ? note.Vary(
                        "verdict",
                        CitedText.Of(
                            $"{V.Name(state)} is likely; clinical correlation and confirmatory investigation are advised."
                        ),
                        CitedText.Of($"The image is in keeping with {V.Name(state)}, to be confirmed clinically.")
                    )
                    : note.Vary(
                        "verdict",
                        CitedText.Of($"{V.Name(state)} is unlikely on these data; clinical correlation is advised."),
                        CitedText.Of($"These data do not support {V.Name(state)}; clinical correlation is advised.")
                    )
            );
        }
        if (finding.Uncertain)
        {
            note.Add(
                CitedText.Of(
                    $"The interval straddles the decision threshold of {V.Quantity(probability, NumberRoles.Threshold)}: the answer is uncertain and clinical assessment takes precedence."
                )
            );
        }
    }

    private static void Reasoning(
        DocumentBuilder note,
        Prediction.Findings prediction,
        Finding finding,
        IReadOnlyList<Contribution> contributions,
        bool speaksFor
    )
    {
        var facts = contributions
            .Take(Reasons)
            .Select(contribution => prediction.Inputs.First(input => input.Id == contribution.InputId))
            .Select(input => note.Facts[InputFacts.IdOf(input)])
            .ToArray();
        if (facts.Length == 0)
        {
            return;
        }
        var probability = note.Facts[FindingFacts.ProbabilityId(finding)];
        var lead = speaksFor
            ? CitedText.Of($"Speaking for {V.Name(probability)}, strongest first: ")
            : CitedText.Of($"Speaking against {V.Name(probability)}, strongest first: ");
        note.Add(CitedText.Of($"{lead}{CitedText.Join(facts.Select(Evidence).ToArray(), "; ", "; ")}."));
    }

    /// <summary>One datum with value, unit, reference range, mark and time.</summary>
    internal static CitedText Evidence(Fact fact)
    {
        var value = Phrasing.Find(fact, NumberRoles.Value) is null
            ? CitedText.Of($"{V.Label(fact)}: {V.Category(fact)}")
            : CitedText.Of($"{V.Label(fact)} {V.Quantity(fact)}");
        List<CitedText> notes = [];
        if (
            Phrasing.Find(fact, NumberRoles.ReferenceLow) is not null
            && Phrasing.Find(fact, NumberRoles.ReferenceHigh) is not null
        )
        {
            notes.Add(CitedText.Of($"reference {V.Range(fact, NumberRoles.ReferenceLow, NumberRoles.ReferenceHigh)}"));
        }
        else if (Phrasing.Find(fact, NumberRoles.ReferenceHigh) is not null)
        {
            notes.Add(CitedText.Of($"upper reference limit {V.Quantity(fact, NumberRoles.ReferenceHigh)}"));
        }
        if (fact.Direction is Directions.Above)
        {
            notes.Add(CitedText.Of($"above reference").Citing(fact.Id));
        }
        else if (fact.Direction is Directions.Below)
        {
            notes.Add(CitedText.Of($"below reference").Citing(fact.Id));
        }
        if (Phrasing.Find(fact, NumberRoles.Original) is not null)
        {
            notes.Add(CitedText.Of($"sent as {V.Quantity(fact, NumberRoles.Original)}"));
        }
        if (fact.Kind == FactKinds.Imputed)
        {
            notes.Add(CitedText.Of($"not in the record, stand-in value").Citing(fact.Id));
        }
        else if (fact.Time is not null)
        {
            notes.Add(CitedText.Of($"{V.Moment(fact)}"));
        }
        return notes.Count == 0 ? value : CitedText.Of($"{value} ({CitedText.Join(notes, "; ", "; ")})");
    }
}
