using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Writing;

/// <summary>
/// What a draft asks of the one who reads it: to look again, to describe the rest. It stands beside the draft and is no part of its text,
/// so that a signed report gives no orders to its own author.
/// </summary>
public static class ReaderNotes
{
    /// <summary>The notes of a draft; none of what a person wrote after a signature.</summary>
    public static IReadOnlyList<BilingualText> Of(Draft draft) =>
        draft.FollowUp is { IsNewVersion: false } ? [] : [.. Notes(draft)];

    private static IEnumerable<BilingualText> Notes(Draft draft)
    {
        switch (draft.Prediction)
        {
            case Prediction.Findings findings when draft.Kind == DocumentKind.Imaging:
                if (
                    findings.Items.Any(item =>
                        !item.Uncertain && draft.Facts.Any(fact => fact.Id == FindingFacts.RegionId(item))
                    )
                )
                {
                    yield return new(
                        "请对照原片核实模型关注区域。",
                        "Verify the model's area of attention on the film."
                    );
                }
                yield return new(
                    "请补充描述心影、纵隔、膈肌、胸膜及所见骨骼。",
                    "Describe heart, mediastinum, diaphragm, pleura and visible bones."
                );
                break;
            case Prediction.CannotSay { Reason: CannotSayReasons.TooManyMissing }:
                yield return new(
                    "请补充所缺的检查或记录后重新分析；在此之前请按常规评估。",
                    "Add the missing tests or entries, and the analysis runs again; until then assess as usual."
                );
                break;
            case Prediction.CannotSay { Reason: CannotSayReasons.Unreadable }:
                yield return new(
                    "请在来源系统上以原始影像直接阅片。",
                    "Read the film directly, from the original at its source."
                );
                break;
            case Prediction.CannotSay { Reason: CannotSayReasons.TooFewReadings }:
                break;
            case Prediction.CannotSay silence:
                yield return silence.Context.Kind == PredictionKind.Imaging
                    ? new("请直接阅片。", "Read the film directly.")
                    : new("请直接评估。", "Assess the patient directly.");
                break;
        }
    }
}
