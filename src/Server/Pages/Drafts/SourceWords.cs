using Hl7.Fhir.Model;
using Xinglin.Records.Fhir;
using Xinglin.Records.Fhir.Resources;
using Xinglin.Server.Pages.Documents;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Drafts;

/// <summary>Where a fact comes from, in words: <c>Observation/…</c> → home reading. A guideline is named as it is.</summary>
public static class SourceWords
{
    /// <summary>Several readings taken at home, which have no record in common.</summary>
    public static readonly BilingualText HomeReadings = new("家庭自测", "home readings");

    public static BilingualText Of(string source, FhirStore store) =>
        KindOf(source)
        ?? (
            source.Split('/') is ["Observation", var id] ? Of(store.Read<Observation>(id))
            : source.Split('/') is ["DiagnosticReport", var document]
                ? store.Read<DiagnosticReport>(document) is { } report ? DocumentLine.Of(report).Title
                    : DraftWords.Document
            : new BilingualText(source, source)
        );

    /// <summary>What kind of record it is; null for an observation, which says so itself, and for what is no record.</summary>
    public static BilingualText? KindOf(string source) =>
        source.Split('/') switch
        {
            ["Patient", _] => new("患者资料", "patient record"),
            ["Condition", _] => new("诊断列表", "problem list"),
            ["MedicationRequest", _] => new("用药医嘱", "medication order"),
            ["MedicationStatement", _] => new("用药记录", "medication record"),
            ["AllergyIntolerance", _] => new("过敏记录", "allergy record"),
            ["Encounter", _] => new("就诊记录", "encounter"),
            ["ImagingStudy", _] => new("影像检查", "imaging study"),
            ["Procedure", _] => new("操作记录", "procedure"),
            ["Device", _] => new("AI 模型", "AI model"),
            _ => null,
        };

    private static BilingualText Of(Observation? observation) =>
        observation is null ? new("检查结果", "observation")
        : Labels.IsHome(observation) ? new("家庭自测", "home reading")
        : Category(observation) switch
        {
            "laboratory" => new("检验结果", "laboratory result"),
            "vital-signs" => new("生命体征", "vital signs"),
            "imaging" => new("影像结果", "imaging result"),
            "exam" => new("体格检查", "examination"),
            "procedure" => new("检查结果", "test result"),
            "survey" => new("问诊记录", "history"),
            _ => new("检查结果", "observation"),
        };

    private static string? Category(Observation observation) =>
        observation.Category.SelectMany(category => category.Coding).Select(coding => coding.Code).FirstOrDefault();
}
