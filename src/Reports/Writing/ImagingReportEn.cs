using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;

namespace Xinglin.Reports.Writing;

/// <summary>The imaging report in English: technique, findings, impression, recommendation, basis and limits.</summary>
internal static class ImagingReportEn
{
    private static readonly Phrasing V = Phrasing.English;

    public static DraftText Write(Prediction.Findings prediction, FactSheet facts)
    {
        var note = new DocumentBuilder(V, facts);
        Technique(note);
        note.Section("findings", "Findings");
        foreach (var finding in prediction.Items)
        {
            Describe(note, finding);
        }
        Scope(note, prediction);
        note.Section("impression", "Impression");
        foreach (var finding in prediction.Items)
        {
            Impression(note, finding);
        }
        note.Section("recommendation", "Recommendation");
        OpeningEn.Suggestions(note);
        note.Section("limits", "Basis and limits");
        OpeningEn.Imputed(note);
        OpeningEn.Model(note);
        return note.Build("Chest radiograph report");
    }

    internal static void Technique(DocumentBuilder note)
    {
        note.Section("clinical", "Clinical information");
        OpeningEn.Patient(note);
        note.Section("technique", "Technique");
        foreach (var fact in note.Facts.OfKind(FactKinds.Observation))
        {
            note.Add(CitedText.Of($"{DiagnosisNoteEn.Evidence(fact)}."));
        }
        foreach (var fact in note.Facts.OfKind(FactKinds.Film))
        {
            note.Add(CitedText.Of($"{V.Statement(fact)}."));
        }
    }

    private static void Describe(DocumentBuilder note, Finding finding)
    {
        var probability = note.Facts[FindingFacts.ProbabilityId(finding)];
        var state = note.Facts[FindingFacts.StateId(finding)];
        var figures = CitedText.Of(
            $"model probability {V.Quantity(probability)}, {V.Quantity(probability, NumberRoles.Level)} interval {V.Range(probability)}"
        );
        var threshold = V.Quantity(probability, NumberRoles.Threshold);
        note.Add(
            finding.Uncertain
                ? CitedText.Of(
                    $"The model is uncertain about {V.Name(state)} ({figures}; the interval holds the decision threshold of {threshold})."
                )
            : finding.Present
                ? note.Vary(
                    "present",
                    CitedText.Of(
                        $"Appearances suggest {V.Name(state)} ({figures}, above the decision threshold of {threshold})."
                    ),
                    CitedText.Of(
                        $"The appearances are in keeping with {V.Name(state)} ({figures}, above the decision threshold of {threshold})."
                    )
                )
            : note.Vary(
                "absent",
                CitedText.Of(
                    $"No radiographic evidence of {V.Name(state)} is identified ({figures}, below the decision threshold of {threshold})."
                ),
                CitedText.Of(
                    $"No evidence of {V.Name(state)} ({figures}, below the decision threshold of {threshold})."
                )
            )
        );
        if (!finding.Uncertain && note.Facts.Find(FindingFacts.RegionId(finding)) is { } region)
        {
            note.Add(
                CitedText.Of($"The model's attention lies mainly in the {V.Label(region)}: a hint, not a segmentation.")
            );
        }
    }

    private static void Scope(DocumentBuilder note, Prediction.Findings prediction)
    {
        var labels = V.List(
            prediction.Items.Select(finding =>
                CitedText.Of($"{V.Label(note.Facts[FindingFacts.ProbabilityId(finding)])}")
            )
        );
        note.Add(
            CitedText.Of(
                $"The model assessed only for {labels}; heart, mediastinum, diaphragm, pleura and visible bones were not assessed by it."
            )
        );
    }

    private static void Impression(DocumentBuilder note, Finding finding)
    {
        var state = note.Facts[FindingFacts.StateId(finding)];
        var region = note.Facts.Find(FindingFacts.RegionId(finding));
        if (finding.Uncertain)
        {
            var uncertain = note.Facts[FindingFacts.ProbabilityId(finding)];
            note.Add(
                CitedText.Of(
                    $"Uncertain: the probability interval {V.Range(uncertain)} straddles the decision threshold of {V.Quantity(uncertain, NumberRoles.Threshold)}, so {V.Name(state)} is neither asserted nor excluded; the clinician's own reading takes precedence."
                )
            );
            return;
        }
        note.Add(
            !finding.Present
                ? CitedText.Of($"No radiographic evidence of {V.Name(state)}; clinical correlation is advised.")
            : region is null
                ? CitedText.Of($"Appearances suggestive of {V.Name(state)}; clinical correlation is advised.")
            : CitedText.Of(
                $"Appearances suggestive of {V.Name(state)}, {V.Label(region)}; clinical correlation is advised."
            )
        );
    }
}
