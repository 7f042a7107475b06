using System.Globalization;
using System.Text.Json.Nodes;
using Xinglin.Learning.Evaluation.Cards;
using Xinglin.Terminology.Text;

namespace Xinglin.Synthesis.Quality;

/// <summary>
/// What is known about a generator: fidelity, usefulness, privacy and diversity of what it makes, each measured against real
/// data that it never saw. Kept in <c>model.json</c> and on the card; anyone may read it, since it holds no patient's values.
/// </summary>
/// <param name="Title">What was measured.</param>
/// <param name="Notes">How it was measured and what could not be.</param>
public sealed record SynthesisReport(
    BilingualText Title,
    IReadOnlyList<QualityFinding> Findings,
    IReadOnlyList<BilingualText> Notes,
    JsonObject Details
)
{
    /// <summary>Whether every privacy figure that guards the model was measured and reached its goal.</summary>
    public bool PrivacyPassed => Findings.Where(f => f.Gate).All(f => f.Passed == true);

    /// <summary>The figures that keep the model from being used.</summary>
    public IEnumerable<QualityFinding> Failures => Findings.Where(f => f.Gate && f.Passed != true);

    public double? Value(string code) => Findings.FirstOrDefault(f => f.Code == code)?.Value;

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (var section in Enum.GetValues<ReportSection>())
        {
            var part = new JsonObject();
            foreach (var finding in Findings.Where(f => f.Section == section))
                part[finding.Code] = finding.ToJson();
            json[section.ToString().ToLowerInvariant()] = part;
        }
        json["privacy_passed"] = PrivacyPassed;
        json["details"] = Details.DeepClone();
        json["notes"] = new JsonArray([.. Notes.Select(n => JsonValue.Create(n.En))]);
        return json;
    }

    /// <summary>The report as a person reads it: Chinese, then English.</summary>
    public string ToMarkdown()
    {
        var written = MarkdownCard.Write(Section());
        return written.Zh + "\n" + written.En;
    }

    /// <summary>The report as a section of a card.</summary>
    public CardSection Section() =>
        new(
            new BilingualText("合成数据报告：", "Synthesis report: ") + Title,
            [
                new CardBlock.Paragraph(
                    PrivacyPassed
                        ? new("隐私检查：**通过**。", "Privacy check: **passed**.")
                        : new(
                            "隐私检查：**未通过**，该模型不得导出或用于合成，除非记录理由后放行。",
                            "Privacy check: **failed**. The model is rejected for export and synthesis unless a recorded reason overrides it."
                        )
                ),
                CardBlock.Table.Each(
                    [
                        new("方面", "aspect"),
                        new("指标", "figure"),
                        new("数值（95 % 区间）", "value (95 % CI)"),
                        new("目标", "goal"),
                        new("达标", "reached"),
                    ],
                    Findings,
                    f => [Name(f.Section), new(f.Chinese, f.English), Value(f), Goal(f), Reached(f)]
                ),
                .. Notes.Select(note => new CardBlock.Item(note)),
            ]
        );

    private static BilingualText Value(QualityFinding finding)
    {
        if (finding.Value is not { } number || !double.IsFinite(number))
            return new("未测", "not measured");
        var value = BilingualText.Same(
            number.ToString(Math.Abs(number) < 0.01 && number != 0 ? "0.0000" : "0.000", CultureInfo.InvariantCulture)
        );
        return finding.Low is null ? value : value + BilingualText.Of($" ({finding.Low:0.000}–{finding.High:0.000})");
    }

    private static BilingualText Goal(QualityFinding finding) =>
        finding.Goal is { } goal
            ? BilingualText.Same(finding.AtLeast ? "≥ " : "≤ ") + BilingualText.Of($"{goal:0.###}")
            : BilingualText.Same("–");

    private static BilingualText Reached(QualityFinding finding) =>
        finding.Passed switch
        {
            true => new("是", "yes"),
            false => new("否", "no"),
            null => BilingualText.Same("–"),
        };

    private static BilingualText Name(ReportSection section) =>
        section switch
        {
            ReportSection.Fidelity => new("保真度", "fidelity"),
            ReportSection.Usefulness => new("可用性", "usefulness"),
            ReportSection.Privacy => new("隐私", "privacy"),
            _ => new("多样性", "diversity"),
        };
}
