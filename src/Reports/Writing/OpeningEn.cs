using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;

namespace Xinglin.Reports.Writing;

/// <summary>Sentences that every English document shares: who the patient is, what was imputed, which model speaks.</summary>
internal static class OpeningEn
{
    private static readonly Voice V = Voice.English;

    public static void Patient(Composition note)
    {
        var patient = note.Facts["patient"];
        note.Say(
            Voice.Find(patient, NumberRoles.Value) is null
                ? Phrase.Of($"The patient is a {V.Statement(patient)}.")
                : Phrase.Of($"The patient is a {V.Statement(patient)} aged {V.Quantity(patient)}.")
        );
        if (List(note, FactKinds.Problem) is { } problems)
        {
            note.Say(Phrase.Of($"Known problems: {problems}."));
        }
        if (List(note, FactKinds.Medication) is { } medicines)
        {
            note.Say(Phrase.Of($"Current medicines: {medicines}."));
        }
    }

    public static void Imputed(Composition note)
    {
        if (List(note, FactKinds.Imputed) is { } missing && note.Facts.Find("inputs") is { } inputs)
        {
            var one = Voice.Find(inputs, FactKinds.Imputed)!.Value == 1;
            note.Say(
                one
                    ? Phrase.Of(
                        $"Of the {V.Quantity(inputs)} the model needs, {V.Quantity(inputs, FactKinds.Imputed)} was not in the record ({missing}); a typical value of the training population stood in, which makes the result less reliable."
                    )
                    : Phrase.Of(
                        $"Of the {V.Quantity(inputs)} the model needs, {V.Quantity(inputs, FactKinds.Imputed)} were not in the record ({missing}); typical values of the training population stood in, which makes the result less reliable."
                    )
            );
        }
    }

    public static void Model(Composition note)
    {
        var (model, population) = (note.Facts["model"], note.Facts["population"]);
        note.Say(
            Phrase.Of(
                $"Model: {V.Label(model)} ({V.Statement(model)}). Measured on: {V.Label(population)}. Interpret with caution in patients unlike this population."
            )
        );
        var figures = note.Facts.OfKind(FactKinds.Figure).Take(8).Select(Figure).ToArray();
        if (figures.Length > 0)
        {
            note.Say(Phrase.Of($"Performance on that population: {Phrase.Join(figures, "; ", "; ")}."));
        }
    }

    public static void Suggestions(Composition note)
    {
        foreach (var advice in note.Facts.OfKind(FactKinds.Guideline))
        {
            note.Say(Phrase.Of($"{V.Statement(advice)} ({V.Label(advice)})."));
        }
    }

    private static Phrase Figure(Fact fact) =>
        Voice.Find(fact, NumberRoles.Low) is null
            ? Phrase.Of($"{V.Label(fact)} {V.Quantity(fact)}")
            : Phrase.Of(
                $"{V.Label(fact)} {V.Quantity(fact)} ({V.Quantity(fact, NumberRoles.Level)} confidence interval {V.Range(fact)})"
            );

    private static Phrase? List(Composition note, string kind)
    {
        var parts = note.Facts.OfKind(kind).Select(fact => Phrase.Of($"{V.Label(fact)}")).ToArray();
        return parts.Length == 0 ? null : V.List(parts);
    }
}
