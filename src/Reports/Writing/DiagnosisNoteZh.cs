using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;

namespace Xinglin.Reports.Writing;

/// <summary>The diagnosis note in Chinese: 病情摘要、诊断评估、支持依据、不支持依据、说明、建议.</summary>
internal static class DiagnosisNoteZh
{
    private const int Reasons = 3;
    private static readonly Phrasing V = Phrasing.Chinese;

    public static DraftText Write(Prediction.Findings prediction, FactSheet facts)
    {
        var note = new DocumentBuilder(V, facts);
        note.Section("summary", "病情摘要");
        OpeningZh.Patient(note);
        note.Section("assessment", "诊断评估");
        foreach (var finding in prediction.Items)
        {
            Assess(note, finding);
        }
        note.Section("for", "支持依据");
        foreach (var finding in prediction.Items)
        {
            Reasoning(note, prediction, finding, finding.For, true);
        }
        note.Section("against", "不支持依据");
        foreach (var finding in prediction.Items)
        {
            Reasoning(note, prediction, finding, finding.Against, false);
        }
        note.Section("plan", "建议");
        OpeningZh.Suggestions(note);
        note.Section("limits", "说明");
        OpeningZh.Imputed(note);
        OpeningZh.Model(note);
        return note.Build("辅助诊断意见");
    }

    private static void Assess(DocumentBuilder note, Finding finding)
    {
        var probability = note.Facts[FindingFacts.ProbabilityId(finding)];
        var estimate = note.Vary(
            "estimate",
            CitedText.Of(
                $"综合现有资料，{V.Label(probability)}的可能性为{V.Quantity(probability)}（{V.Quantity(probability, NumberRoles.Level)}区间{V.Range(probability)}）"
            ),
            CitedText.Of(
                $"模型估计{V.Label(probability)}的概率为{V.Quantity(probability)}（{V.Quantity(probability, NumberRoles.Level)}区间{V.Range(probability)}）"
            )
        );
        note.Add(
            finding.Present
                ? CitedText.Of($"{estimate}，高于判定阈值{V.Quantity(probability, NumberRoles.Threshold)}。")
                : CitedText.Of($"{estimate}，低于判定阈值{V.Quantity(probability, NumberRoles.Threshold)}。")
        );
        var state = note.Facts[FindingFacts.StateId(finding)];
        if (!finding.Uncertain)
        {
            note.Add(
                finding.Present
                    ? note.Vary(
                        "verdict",
                        CitedText.Of($"考虑{V.Name(state)}，需结合临床及进一步检查确认。"),
                        CitedText.Of($"提示{V.Name(state)}，需由医师结合病史与检查确定诊断。")
                    )
                    : note.Vary(
                        "verdict",
                        CitedText.Of($"现有资料不支持{V.Name(state)}，需结合临床判断。"),
                        CitedText.Of($"目前未提示{V.Name(state)}，仍需结合临床。")
                    )
            );
        }
        if (finding.Uncertain)
        {
            note.Add(
                CitedText.Of(
                    $"上述区间跨越判定阈值{V.Quantity(probability, NumberRoles.Threshold)}，结论不确定，应以临床评估为准。"
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
            ? CitedText.Of($"支持{V.Name(probability)}的资料，按影响由大到小：")
            : CitedText.Of($"不利于{V.Name(probability)}判断的资料，按影响由大到小：");
        note.Add(
            CitedText.Of(
                $"{lead}{CitedText.Join(facts.Select(fact => Evidence(fact, probability)).ToArray(), "；", "；")}。"
            )
        );
    }

    /// <summary>One datum with value, unit, reference range, mark and time.</summary>
    internal static CitedText Evidence(Fact fact, Fact? finding = null)
    {
        var value =
            fact.Numbers.Count == 0 || Phrasing.Find(fact, NumberRoles.Value) is null
                ? CitedText.Of($"{V.Label(fact)}：{V.Category(fact)}")
                : CitedText.Of($"{V.Label(fact)}{V.Quantity(fact)}");
        List<CitedText> notes = [];
        if (
            Phrasing.Find(fact, NumberRoles.ReferenceLow) is not null
            && Phrasing.Find(fact, NumberRoles.ReferenceHigh) is not null
        )
        {
            notes.Add(CitedText.Of($"参考区间{V.Range(fact, NumberRoles.ReferenceLow, NumberRoles.ReferenceHigh)}"));
        }
        else if (Phrasing.Find(fact, NumberRoles.ReferenceHigh) is not null)
        {
            notes.Add(CitedText.Of($"参考上限{V.Quantity(fact, NumberRoles.ReferenceHigh)}"));
        }
        if (fact.Direction is Directions.Above)
        {
            notes.Add(CitedText.Of($"高于参考值").Citing(fact.Id));
        }
        else if (fact.Direction is Directions.Below)
        {
            notes.Add(CitedText.Of($"低于参考值").Citing(fact.Id));
        }
        if (Phrasing.Find(fact, NumberRoles.Original) is not null)
        {
            notes.Add(CitedText.Of($"原始值{V.Quantity(fact, NumberRoles.Original)}"));
        }
        if (fact.Kind == FactKinds.Imputed)
        {
            notes.Add(CitedText.Of($"病历未记载，为代替值").Citing(fact.Id));
        }
        else if (fact.Time is not null)
        {
            notes.Add(CitedText.Of($"{V.Moment(fact)}"));
        }
        return notes.Count == 0 ? value : CitedText.Of($"{value}（{CitedText.Join(notes, "，", "，")}）");
    }
}
