using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Xinglin.Synthesis.Quality;

/// <summary>
/// What is known about a generator: fidelity, usefulness, privacy and diversity of what it makes, each measured against real
/// data that it never saw. Kept in <c>model.json</c> and on the card; anyone may read it, since it holds no patient's values.
/// </summary>
/// <param name="Title">What was measured, in Chinese and English.</param>
/// <param name="Notes">How it was measured and what could not be, each in Chinese and English.</param>
public sealed record SynthesisReport(
    (string Chinese, string English) Title,
    IReadOnlyList<QualityFinding> Findings,
    IReadOnlyList<(string Chinese, string English)> Notes,
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
        json["notes"] = new JsonArray([.. Notes.Select(n => JsonValue.Create(n.English))]);
        return json;
    }

    /// <summary>The report as a person reads it: Chinese, then English.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        Write(text, chinese: true);
        text.Append('\n');
        Write(text, chinese: false);
        return text.ToString();
    }

    private void Write(StringBuilder text, bool chinese)
    {
        text.Append(chinese ? $"## 合成数据报告：{Title.Chinese}\n\n" : $"## Synthesis report: {Title.English}\n\n");
        text.Append(
            PrivacyPassed
                ? chinese
                    ? "隐私检查：**通过**。\n\n"
                    : "Privacy check: **passed**.\n\n"
                : chinese
                    ? "隐私检查：**未通过**，该模型不得导出或用于合成，除非记录理由后放行。\n\n"
                    : "Privacy check: **failed**. The model is refused for export and synthesis unless a recorded reason overrides it.\n\n"
        );
        text.Append(
            chinese
                ? "| 方面 | 指标 | 数值 | 目标 | 达标 |\n|---|---|---|---|---|\n"
                : "| aspect | figure | value | goal | reached |\n|---|---|---|---|---|\n"
        );
        foreach (var f in Findings)
        {
            var value = Text(f.Value, chinese);
            if (f.Low is not null)
                value += string.Create(CultureInfo.InvariantCulture, $" ({f.Low:0.000}–{f.High:0.000})");
            var goal = f.Goal is { } g
                ? (f.AtLeast ? "≥ " : "≤ ") + g.ToString("0.###", CultureInfo.InvariantCulture)
                : "–";
            var reached = f.Passed switch
            {
                true => chinese ? "是" : "yes",
                false => chinese ? "否" : "no",
                null => "–",
            };
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {Name(f.Section, chinese)} | {(chinese ? f.Chinese : f.English)} | {value} | {goal} | {reached} |\n"
            );
        }
        text.Append('\n');
        foreach (var note in Notes)
            text.Append("- ").Append(chinese ? note.Chinese : note.English).Append('\n');
    }

    private static string Text(double? value, bool chinese) =>
        value is { } number && double.IsFinite(number)
            ? number.ToString(Math.Abs(number) < 0.01 && number != 0 ? "0.0000" : "0.000", CultureInfo.InvariantCulture)
        : chinese ? "未测"
        : "not measured";

    private static string Name(ReportSection section, bool chinese) =>
        (section, chinese) switch
        {
            (ReportSection.Fidelity, true) => "保真度",
            (ReportSection.Usefulness, true) => "可用性",
            (ReportSection.Privacy, true) => "隐私",
            (ReportSection.Diversity, true) => "多样性",
            (_, _) => section.ToString().ToLowerInvariant(),
        };
}
