using Xinglin.Analysis.Predictions;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Texts;

/// <summary>How predictions are put into words.</summary>
public static class PredictionWords
{
    public static readonly BilingualText Predictions = new("AI 判读", "AI readings");
    public static readonly BilingualText None = new(
        "尚无 AI 判读。资料足够时，诊断、预测和胶片判读会显示在此。",
        "No readings yet. A diagnosis, a forecast or a film reading appears here when there is enough data."
    );
    public static readonly BilingualText Diagnosis = new("诊断风险", "Diagnosis");
    public static readonly BilingualText Forecast = new("家庭监测预测", "Home forecast");
    public static readonly BilingualText Imaging = new("胸片", "Chest film");
    public static readonly BilingualText Present = new("达到阈值", "above threshold");
    public static readonly BilingualText Absent = new("未达阈值", "below threshold");
    public static readonly BilingualText Uncertain = new(
        "不确定：区间跨越阈值",
        "uncertain: the interval holds the threshold"
    );
    public static readonly BilingualText Threshold = new("判定阈值 {0}", "threshold {0}");
    public static readonly BilingualText For = new("支持", "For");
    public static readonly BilingualText Against = new("不支持", "Against");
    public static readonly BilingualText NoneFor = new("无", "nothing");
    public static readonly BilingualText Imputed = new("缺失，以训练集中位值代替", "missing: training median stood in");
    public static readonly BilingualText Why = new("依据详情", "Why");
    public static readonly BilingualText Model = new("模型", "Model");
    public static readonly BilingualText Population = new("人群", "Population");
    public static readonly BilingualText Calibration = new("校准", "Calibration");
    public static readonly BilingualText AllInputs = new("模型所见的全部数据", "Everything the model saw");
    public static readonly BilingualText LogOdds = new("对数优势", "log-odds");
    public static readonly BilingualText CannotSay = new("无法判断", "Cannot say");
    public static readonly BilingualText NeedsReading = new("需人工判读", "needs reading");
    public static readonly BilingualText OpenDraft = new("打开草稿", "Open draft");
    public static readonly BilingualText OpenSigned = new("打开已签署文书", "Open signed document");
    public static readonly BilingualText OpenFilm = new("打开胶片", "Open film");
    public static readonly BilingualText InDays = new("{0} 天后", "in {0} days");
    public static readonly BilingualText LastWeek = new("近7天 {0}", "last 7 days {0}");
    public static readonly BilingualText NextWeek = new("未来7天 {0}", "next 7 days {0}");
    public static readonly BilingualText Rising = new("上升", "rising");
    public static readonly BilingualText Falling = new("下降", "falling");
    public static readonly BilingualText Steady = new("平稳", "steady");
    public static readonly BilingualText Unsettled = new(
        "走势不定，请以近期读数为准",
        "unsettled: go by the recent readings"
    );
    public static readonly BilingualText LeavesLimits = new("预计超出目标范围", "expected outside the limits");
    public static readonly BilingualText Interval80 = new("80% 区间", "80 % interval");
    public static readonly BilingualText Score = new("{0} {1}", "{0} {1}");
    public static readonly BilingualText Region = new("注意区域：{0}", "looked at: {0}");
    public static readonly BilingualText Home = new("家庭监测", "home readings");
    public static readonly BilingualText Ct = new("心胸比", "Cardiothoracic ratio");

    public static BilingualText Of(PredictionKind kind) =>
        kind switch
        {
            PredictionKind.Diagnosis => Diagnosis,
            PredictionKind.Forecast => Forecast,
            _ => Imaging,
        };
}
