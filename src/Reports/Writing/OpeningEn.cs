using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;

namespace Xinglin.Reports.Writing;

/// <summary>Sentences that every English document shares: who the patient is, what was imputed, which model speaks.</summary>
internal static class OpeningEn
{
    private static readonly Phrasing V = Phrasing.English;

    public static void Patient(DocumentBuilder note)
    {
        var patient = note.Facts["patient"];
        note.Add(
            Phrasing.Find(patient, NumberRoles.Value) is null
                ? CitedText.Of($"The patient is a {V.Statement(patient)}.")
                : CitedText.Of($"The patient is a {V.Statement(patient)} aged {V.Quantity(patient)}.")
        );
        if (List(note, FactKinds.Problem) is { } problems)
        {
            note.Add(CitedText.Of($"Known problems: {problems}."));
        }
        if (List(note, FactKinds.Medication) is { } medicines)
        {
            note.Add(CitedText.Of($"Current medicines: {medicines}."));
        }
    }

    public static void Imputed(DocumentBuilder note)
    {
        if (List(note, FactKinds.Imputed) is { } missing && note.Facts.Find("inputs") is { } inputs)
        {
            var one = Phrasing.Find(inputs, FactKinds.Imputed)!.Value == 1;
            note.Add(
                one
                    ? CitedText.Of(
                        $"Of the {V.Quantity(inputs)} the model needs, {V.Quantity(inputs, FactKinds.Imputed)} was not in the record ({missing}); a typical value of the training population stood in, which makes the result less reliable."
                    )
                    : CitedText.Of(
                        $"Of the {V.Quantity(inputs)} the model needs, {V.Quantity(inputs, FactKinds.Imputed)} were not in the record ({missing}); typical values of the training population stood in, which makes the result less reliable."
                    )
            );
        }
    }

    public static void Model(DocumentBuilder note)
    {
        var (model, population) = (note.Facts["model"], note.Facts["population"]);
        note.Add(
            CitedText.Of(
                $"Model: {V.Label(model)} ({V.Statement(model)}). Measured on: {V.Label(population)}. Interpret with caution in patients unlike this population."
            )
        );
        var figures = note.Facts.OfKind(FactKinds.Figure).Take(8).Select(Figure).ToArray();
        if (figures.Length > 0)
        {
            note.Add(
                note.Facts.Find(ModelFacts.DataId) is { } data
                    ? CitedText.Of($"Performance on {V.Label(data)}: {CitedText.Join(figures, "; ", "; ")}.")
                    : CitedText.Of($"Performance on that population: {CitedText.Join(figures, "; ", "; ")}.")
            );
        }
    }

    public static void Suggestions(DocumentBuilder note)
    {
        foreach (var advice in note.Facts.OfKind(FactKinds.Guideline))
        {
            note.Add(CitedText.Of($"{V.Statement(advice)} ({V.Label(advice)})."));
        }
    }

    private static CitedText Figure(Fact fact) =>
        Phrasing.Find(fact, NumberRoles.Low) is null
            ? CitedText.Of($"{V.Label(fact)} {V.Quantity(fact)}")
            : CitedText.Of(
                $"{V.Label(fact)} {V.Quantity(fact)} ({V.Quantity(fact, NumberRoles.Level)} confidence interval {V.Range(fact)})"
            );

    private static CitedText? List(DocumentBuilder note, string kind)
    {
        var parts = note.Facts.OfKind(kind).Select(fact => CitedText.Of($"{V.Label(fact)}")).ToArray();
        return parts.Length == 0 ? null : V.List(parts);
    }
}
