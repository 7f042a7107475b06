using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;

namespace Xinglin.Reports.Writing;

/// <summary>The Chinese document of a prediction that gives no answer: what was looked at, why there is none, what to do.</summary>
internal static class CannotSayZh
{
    private static readonly Phrasing V = Phrasing.Chinese;

    public static DraftText Write(Prediction.CannotSay prediction, FactSheet facts)
    {
        var note = new DocumentBuilder(V, facts);
        var film = prediction.Context.Kind == PredictionKind.Imaging;
        var reason = facts["reason"];
        if (film)
        {
            ImagingReportZh.Technique(note);
        }
        else
        {
            note.Section("summary", "病情摘要");
            OpeningZh.Patient(note);
        }
        note.Section(film ? "impression" : "assessment", film ? "印象" : "结论");
        note.Add(CitedText.Of($"模型无法给出结论：{Trim(V.Statement(reason))}。"));
        note.Add(
            film
                ? CitedText.Of($"本报告不对影像作任何肯定或否定的判断。").Citing(reason.Id)
                : CitedText.Of($"本意见不作任何肯定或否定的判断，也不给出概率或预测值。").Citing(reason.Id)
        );
        note.Section(film ? "recommendation" : "plan", "建议");
        note.Add(Advice(prediction).Citing(reason.Id));
        note.Section("limits", "说明");
        OpeningZh.Imputed(note);
        OpeningZh.Model(note);
        return note.Build(
            prediction.Context.Kind switch
            {
                PredictionKind.Imaging => "胸部X线检查报告",
                PredictionKind.Forecast => "家庭监测健康预测",
                _ => "辅助诊断意见",
            }
        );
    }

    private static CitedText Advice(Prediction.CannotSay prediction) =>
        (prediction.Reason, prediction.Context.Kind) switch
        {
            (CannotSayReasons.TooManyMissing, _) => CitedText.Of(
                $"所缺的检查或记录补齐后可重新分析；在此之前以医师评估为准。"
            ),
            (CannotSayReasons.TooFewReadings, _) => CitedText.Of(
                $"请继续按规范方法家庭监测，读数足够后系统将重新预测。"
            ),
            (CannotSayReasons.Unreadable, _) => CitedText.Of(
                $"以医师对来源系统上原始影像的判读为准；此处没有任何依据要求重新摄片。"
            ),
            (_, PredictionKind.Imaging) => CitedText.Of($"以医师阅片为准。"),
            _ => CitedText.Of($"以医师评估为准。"),
        };

    private static Spoken Trim(Spoken words) => words with { Text = words.Text.TrimEnd('。', '.', ' ') };
}
