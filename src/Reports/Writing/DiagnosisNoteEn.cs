using Xinglin.Analysis.Readings;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;

namespace Xinglin.Reports.Writing;

/// <summary>The diagnosis note in English: summary, assessment, findings for and against, suggestions, basis and limits.</summary>
internal static class DiagnosisNoteEn
{
    private const int Reasons = 3;
    private static readonly Voice V = Voice.English;

    public static DraftText Write(Reading.Findings reading, FactSheet facts)
    {
        var note = new Composition(V, facts);
        note.Section("summary", "Clinical summary");
        OpeningEn.Patient(note);
        note.Section("assessment", "Assessment");
        foreach (var finding in reading.Items)
        {
            Assess(note, finding);
        }
        note.Section("for", "Evidence for");
        foreach (var finding in reading.Items)
        {
            Reasoning(note, reading, finding, finding.For, true);
        }
        note.Section("against", "Evidence against");
        foreach (var finding in reading.Items)
        {
            Reasoning(note, reading, finding, finding.Against, false);
        }
        note.Section("plan", "Suggestions");
        OpeningEn.Suggestions(note);
        note.Section("limits", "Basis and limits");
        OpeningEn.Imputed(note);
        OpeningEn.Model(note);
        return note.Build("Diagnostic assessment");
    }

    private static void Assess(Composition note, Finding finding)
    {
        var probability = note.Facts[FindingFacts.ProbabilityId(finding)];
        var estimate = note.Vary(
            "estimate",
            Phrase.Of(
                $"On the data available, the probability of {V.Label(probability)} is {V.Quantity(probability)} ({V.Quantity(probability, NumberRoles.Level)} interval {V.Range(probability)})"
            ),
            Phrase.Of(
                $"The model puts the probability of {V.Label(probability)} at {V.Quantity(probability)} ({V.Quantity(probability, NumberRoles.Level)} interval {V.Range(probability)})"
            )
        );
        note.Say(
            finding.Present
                ? Phrase.Of(
                    $"{estimate}, above the decision threshold of {V.Quantity(probability, NumberRoles.Threshold)}."
                )
                : Phrase.Of(
                    $"{estimate}, below the decision threshold of {V.Quantity(probability, NumberRoles.Threshold)}."
                )
        );
        var state = note.Facts[FindingFacts.StateId(finding)];
        note.Say(
            finding.Present
                ? note.Vary(
                    "verdict",
                    Phrase.Of(
                        $"{V.Name(state)} is likely; clinical correlation and confirmatory investigation are advised."
                    ),
                    Phrase.Of($"The picture is in keeping with {V.Name(state)}, to be confirmed clinically.")
                )
                : note.Vary(
                    "verdict",
                    Phrase.Of($"{V.Name(state)} is unlikely on these data; clinical correlation is advised."),
                    Phrase.Of($"These data do not support {V.Name(state)}; clinical correlation is advised.")
                )
        );
        if (finding.Low < finding.Threshold && finding.High >= finding.Threshold)
        {
            note.Say(
                Phrase.Of(
                    $"The interval straddles the decision threshold of {V.Quantity(probability, NumberRoles.Threshold)}: the answer is uncertain and clinical assessment takes precedence."
                )
            );
        }
    }

    private static void Reasoning(
        Composition note,
        Reading.Findings reading,
        Finding finding,
        IReadOnlyList<Contribution> contributions,
        bool speaksFor
    )
    {
        var facts = contributions
            .Take(Reasons)
            .Select(contribution => reading.Inputs.First(input => input.Id == contribution.InputId))
            .Select(input => note.Facts[InputFacts.IdOf(input)])
            .ToArray();
        if (facts.Length == 0)
        {
            return;
        }
        var probability = note.Facts[FindingFacts.ProbabilityId(finding)];
        var lead = speaksFor
            ? Phrase.Of($"Speaking for {V.Name(probability)}, strongest first: ")
            : Phrase.Of($"Speaking against {V.Name(probability)}, strongest first: ");
        note.Say(Phrase.Of($"{lead}{Phrase.Join(facts.Select(Evidence).ToArray(), "; ", "; ")}."));
    }

    /// <summary>One datum with value, unit, reference range, mark and time.</summary>
    internal static Phrase Evidence(Fact fact)
    {
        var value = Voice.Find(fact, NumberRoles.Value) is null
            ? Phrase.Of($"{V.Label(fact)}: {V.Category(fact)}")
            : Phrase.Of($"{V.Label(fact)} {V.Quantity(fact)}");
        List<Phrase> notes = [];
        if (
            Voice.Find(fact, NumberRoles.ReferenceLow) is not null
            && Voice.Find(fact, NumberRoles.ReferenceHigh) is not null
        )
        {
            notes.Add(Phrase.Of($"reference {V.Range(fact, NumberRoles.ReferenceLow, NumberRoles.ReferenceHigh)}"));
        }
        else if (Voice.Find(fact, NumberRoles.ReferenceHigh) is not null)
        {
            notes.Add(Phrase.Of($"upper reference limit {V.Quantity(fact, NumberRoles.ReferenceHigh)}"));
        }
        if (fact.Direction is Directions.Above)
        {
            notes.Add(Phrase.Of($"above reference").Citing(fact.Id));
        }
        else if (fact.Direction is Directions.Below)
        {
            notes.Add(Phrase.Of($"below reference").Citing(fact.Id));
        }
        if (Voice.Find(fact, NumberRoles.Original) is not null)
        {
            notes.Add(Phrase.Of($"sent as {V.Quantity(fact, NumberRoles.Original)}"));
        }
        if (fact.Kind == FactKinds.Imputed)
        {
            notes.Add(Phrase.Of($"not in the record, stand-in value").Citing(fact.Id));
        }
        else if (fact.Time is not null)
        {
            notes.Add(Phrase.Of($"{V.Moment(fact)}"));
        }
        return notes.Count == 0 ? value : Phrase.Of($"{value} ({Phrase.Join(notes, "; ", "; ")})");
    }
}
