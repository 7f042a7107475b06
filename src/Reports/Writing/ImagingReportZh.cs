using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;

namespace Xinglin.Reports.Writing;

/// <summary>The imaging report in Chinese as an 检查报告单: 检查方法、影像所见、印象、建议、说明.</summary>
internal static class ImagingReportZh
{
    private static readonly Phrasing V = Phrasing.Chinese;

    public static DraftText Write(Prediction.Findings prediction, FactSheet facts)
    {
        var note = new DocumentBuilder(V, facts);
        Technique(note);
        note.Section("findings", "影像所见");
        foreach (var finding in prediction.Items)
        {
            Describe(note, finding);
        }
        Scope(note, prediction);
        note.Section("impression", "印象");
        foreach (var finding in prediction.Items)
        {
            Impression(note, finding);
        }
        note.Section("recommendation", "建议");
        OpeningZh.Suggestions(note);
        note.Section("limits", "说明");
        OpeningZh.Imputed(note);
        OpeningZh.Model(note);
        return note.Build("胸部X线检查报告");
    }

    /// <summary>Who was examined and what is known of the film: every input, as value or category.</summary>
    internal static void Technique(DocumentBuilder note)
    {
        note.Section("clinical", "临床资料");
        OpeningZh.Patient(note);
        note.Section("technique", "检查方法");
        foreach (var fact in note.Facts.OfKind(FactKinds.Observation))
        {
            note.Add(CitedText.Of($"{DiagnosisNoteZh.Evidence(fact)}。"));
        }
        foreach (var fact in note.Facts.OfKind(FactKinds.Film))
        {
            note.Add(CitedText.Of($"{V.Statement(fact)}。"));
        }
    }

    private static void Describe(DocumentBuilder note, Finding finding)
    {
        var probability = note.Facts[FindingFacts.ProbabilityId(finding)];
        var state = note.Facts[FindingFacts.StateId(finding)];
        var figures = CitedText.Of(
            $"模型概率{V.Quantity(probability)}，{V.Quantity(probability, NumberRoles.Level)}区间{V.Range(probability)}"
        );
        var threshold = V.Quantity(probability, NumberRoles.Threshold);
        note.Add(
            finding.Uncertain
                ? CitedText.Of($"模型对{V.Name(state)}不能确定（{figures}，区间跨越判定阈值{threshold}）。")
            : finding.Present
                ? note.Vary(
                    "present",
                    CitedText.Of($"影像分析提示{V.Name(state)}征象（{figures}，高于判定阈值{threshold}）。"),
                    CitedText.Of($"片中可见符合{V.Name(state)}的征象（{figures}，高于判定阈值{threshold}）。")
                )
            : note.Vary(
                "absent",
                CitedText.Of($"未见明确{V.Name(state)}征象（{figures}，低于判定阈值{threshold}）。"),
                CitedText.Of($"影像分析未提示{V.Name(state)}（{figures}，低于判定阈值{threshold}）。")
            )
        );
        if (!finding.Uncertain && note.Facts.Find(FindingFacts.RegionId(finding)) is { } region)
        {
            note.Add(CitedText.Of($"模型关注区域主要位于{V.Label(region)}，仅为提示，并非病灶分割。"));
        }
    }

    private static void Scope(DocumentBuilder note, Prediction.Findings prediction)
    {
        var labels = V.List(
            prediction.Items.Select(finding =>
                CitedText.Of($"{V.Label(note.Facts[FindingFacts.ProbabilityId(finding)])}")
            )
        );
        note.Add(CitedText.Of($"模型仅评估{labels}；心影、纵隔、膈肌、胸膜及所见骨骼未由模型评估。"));
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
                    $"不能确定：概率区间{V.Range(uncertain)}跨越判定阈值{V.Quantity(uncertain, NumberRoles.Threshold)}，对{V.Name(state)}既不肯定也不排除，以医师阅片为准。"
                )
            );
            return;
        }
        note.Add(
            !finding.Present ? CitedText.Of($"胸片未见明确{V.Name(state)}征象，请结合临床。")
            : region is null ? CitedText.Of($"考虑{V.Name(state)}，请结合临床。")
            : CitedText.Of($"考虑{V.Name(state)}（{V.Label(region)}可疑），请结合临床。")
        );
    }
}
