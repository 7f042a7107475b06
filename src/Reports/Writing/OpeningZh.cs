using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;

namespace Xinglin.Reports.Writing;

/// <summary>Sentences that every Chinese document shares: who the patient is, what was imputed, which model speaks.</summary>
internal static class OpeningZh
{
    private static readonly Phrasing V = Phrasing.Chinese;

    public static void Patient(DocumentBuilder note)
    {
        var patient = note.Facts["patient"];
        note.Add(
            Phrasing.Find(patient, NumberRoles.Value) is null
                ? CitedText.Of($"患者，{V.Statement(patient)}。")
                : CitedText.Of($"患者，{V.Statement(patient)}，{V.Quantity(patient)}。")
        );
        if (List(note, FactKinds.Problem) is { } problems)
        {
            note.Add(CitedText.Of($"既往诊断：{problems}。"));
        }
        if (List(note, FactKinds.Medication) is { } medicines)
        {
            note.Add(CitedText.Of($"目前用药：{medicines}。"));
        }
    }

    public static void Imputed(DocumentBuilder note)
    {
        if (List(note, FactKinds.Imputed) is { } missing && note.Facts.Find("inputs") is { } inputs)
        {
            note.Add(
                CitedText.Of(
                    $"模型所需的{V.Quantity(inputs)}资料中有{V.Quantity(inputs, FactKinds.Imputed)}病历未记载（{missing}），已用训练人群的典型值代替，结果的可靠性相应降低。"
                )
            );
        }
    }

    public static void Model(DocumentBuilder note)
    {
        var (model, population) = (note.Facts["model"], note.Facts["population"]);
        note.Add(
            CitedText.Of(
                $"所用模型：{V.Label(model)}（{V.Statement(model)}）；评估人群：{V.Label(population)}。对该人群以外的患者，结果应谨慎解读。"
            )
        );
        var figures = note.Facts.OfKind(FactKinds.Figure).Take(8).Select(Figure).ToArray();
        if (figures.Length > 0)
        {
            note.Add(
                note.Facts.Find(ModelFacts.DataId) is { } data
                    ? CitedText.Of($"模型在{V.Label(data)}上的表现：{CitedText.Join(figures, "；", "；")}。")
                    : CitedText.Of($"模型在评估人群上的表现：{CitedText.Join(figures, "；", "；")}。")
            );
        }
    }

    public static void Suggestions(DocumentBuilder note)
    {
        foreach (var advice in note.Facts.OfKind(FactKinds.Guideline))
        {
            note.Add(CitedText.Of($"{V.Statement(advice)}（参考{V.Label(advice)}）。"));
        }
    }

    private static CitedText Figure(Fact fact) =>
        Phrasing.Find(fact, NumberRoles.Low) is null
            ? CitedText.Of($"{V.Label(fact)}为{V.Quantity(fact)}")
            : CitedText.Of(
                $"{V.Label(fact)}为{V.Quantity(fact)}（{V.Quantity(fact, NumberRoles.Level)}置信区间{V.Range(fact)}）"
            );

    private static CitedText? List(DocumentBuilder note, string kind)
    {
        var parts = note.Facts.OfKind(kind).Select(fact => CitedText.Of($"{V.Label(fact)}")).ToArray();
        return parts.Length == 0 ? null : V.List(parts);
    }
}
