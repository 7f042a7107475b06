using System.Text.Json.Serialization;
using Xinglin.Analysis.Predictions;
using Xinglin.Reports.Documents;
using Xinglin.Reports.Facts;
using Xinglin.Reports.Wording;
using Xinglin.Terminology.Codes;
using Xinglin.Terminology.Text;

namespace Xinglin.Reports.Drafts;

/// <summary>What the worklist says of a draft in one line, how soon it wants a look, and by when.</summary>
/// <param name="Says">The finding with its interval; never "result available".</param>
/// <param name="Due">When it should have been looked at; null where nothing is awaited.</param>
public sealed record DraftSummary(BilingualText What, BilingualText Says, Urgency Urgency, DateTimeOffset? Due)
{
    /// <summary>
    /// A present finding on a film is due within an hour, a crossing forecast or a likely diagnosis within the day, all else
    /// within three days. These are the product's own defaults.
    /// </summary>
    public static DraftSummary Of(Draft draft)
    {
        if (draft.FollowUp is { } follows)
        {
            return new(
                Name(draft),
                new(FollowedBy.Says(follows, "zh-CN"), FollowedBy.Says(follows, "en")),
                Urgency.NeedsReading,
                null
            );
        }
        var urgency = UrgencyOf(draft);
        var made = draft.Prediction.Context.MadeAt;
        return new DraftSummary(
            Name(draft.Kind),
            new BilingualText(Sentence(draft, "zh-CN"), Sentence(draft, "en")),
            urgency,
            (urgency, draft.Kind) switch
            {
                (Urgency.Alert, DocumentKind.Imaging) => made.AddHours(1),
                (Urgency.Alert, _) => made.AddHours(24),
                (Urgency.NeedsReading, _) => made.AddHours(24),
                _ => made.AddDays(3),
            }
        );
    }

    /// <summary>The document's name; of what follows another, whose it is and what.</summary>
    public static BilingualText Name(Draft draft) =>
        draft.FollowUp is { } follows ? FollowedBy.NameOf(follows.Kind, Name(draft.Kind)) : Name(draft.Kind);

    public static BilingualText Name(DocumentKind kind) =>
        kind switch
        {
            DocumentKind.Imaging => new("胸部X线片", "Chest film"),
            DocumentKind.Forecast => new("家庭监测预测", "Home forecast"),
            _ => new("辅助诊断", "Diagnosis"),
        };

    private static Urgency UrgencyOf(Draft draft) =>
        draft.Prediction switch
        {
            Prediction.CannotSay => Urgency.NeedsReading,
            Prediction.Findings findings when findings.Items.Any(item => item.Alerts) => Urgency.Alert,
            Prediction.Findings findings when findings.Items.Any(item => item.Uncertain) => Urgency.NeedsReading,
            Prediction.Forecast forecast when forecast.Trajectories.Any(one => Crosses(draft, one)) => Urgency.Alert,
            Prediction.Forecast forecast when AlertSummary.Gravest(forecast) is not null => Urgency.Alert,
            _ => Urgency.Routine,
        };

    private static string Sentence(Draft draft, string language) =>
        draft.Prediction switch
        {
            Prediction.CannotSay cannot => Cannot(cannot, language),
            Prediction.Findings findings => string.Join(
                language == "en" ? "; " : "；",
                findings
                    .Items.OrderByDescending(item => item.Probability)
                    .Take(2)
                    .Select(item =>
                        $"{Lower(Writing.Phrasing.ShortName(item.Label.In(language)), language)} {Numerals.Quantity(item.Probability * 100, "%", language)} ({Numerals.Range(item.Low * 100, item.High * 100, "%", language)}){(item.Uncertain ? language == "en" ? ", uncertain" : "，不确定" : "")}"
                    )
            ),
            Prediction.Forecast forecast when AlertSummary.Gravest(forecast) is { } alert => AlertSummary.Of(
                alert,
                language
            ),
            Prediction.Forecast forecast => Course(draft, forecast, language),
            _ => "",
        };

    private static string Course(Draft draft, Prediction.Forecast forecast, string language)
    {
        var worst =
            forecast.Trajectories.FirstOrDefault(one => Crosses(draft, one))
            ?? forecast.Trajectories.FirstOrDefault(one => Fact(draft, ForecastFacts.AlertId(one)) is not null)
            ?? forecast.Trajectories.FirstOrDefault(one => Fact(draft, ForecastFacts.EndId(one)) is not null);
        if (worst is null)
        {
            return language == "en" ? "no readings to show" : "无可用读数";
        }
        var trend = Direction(Fact(draft, ForecastFacts.TrendId(worst))?.Direction, language);
        var end = Fact(draft, ForecastFacts.EndId(worst))!;
        var day = Numerals.Date(end.Time!.Value, language);
        var pressure = worst.Code is LoincCodes.Systolic or LoincCodes.Diastolic;
        var (name, values) =
            pressure
            && Fact(draft, ForecastFacts.LastPair) is { } last
            && Fact(draft, ForecastFacts.EndPair) is { } pair
                ? (
                    language == "en" ? "BP" : "血压",
                    $"{Numerals.Number(last.Numbers[0].Value, worst.Unit)}/{Numerals.Number(last.Numbers[1].Value, worst.Unit)} → {Numerals.Pair(pair.Numbers[0].Value, pair.Numbers[1].Value, worst.Unit, language)}"
                )
                : (
                    Lower(worst.Label.In(language), language),
                    $"{Numerals.Number(worst.Past[^1].Value, worst.Unit)} → {Numerals.Quantity(end.Numbers[0].Value, worst.Unit, language)} ({Numerals.Range(end.Numbers[1].Value, end.Numbers[2].Value, worst.Unit, language).Trim()})"
                );
        return language == "en" ? $"{name} {trend}, {values} by {day}" : $"{name}{trend}，{values}（{day}）";
    }

    private static string Direction(string? direction, string language) =>
        (direction, language) switch
        {
            (Directions.Rising, "en") => "rising",
            (Directions.Falling, "en") => "falling",
            (Directions.Unsettled, "en") => "unsettled",
            (_, "en") => "steady",
            (Directions.Rising, _) => "上升",
            (Directions.Falling, _) => "下降",
            (Directions.Unsettled, _) => "走势不定",
            _ => "平稳",
        };

    private static string Cannot(Prediction.CannotSay cannot, string language) =>
        (cannot.Reason, language) switch
        {
            (CannotSayReasons.TooManyMissing, "en") => "cannot say: too many data missing",
            (CannotSayReasons.UnlikeTraining, "en") => cannot.Context.Kind == PredictionKind.Imaging
                ? "cannot say: film unlike the training films"
                : "cannot say: data unlike the training data",
            (CannotSayReasons.Unreadable, "en") => "cannot say: film unreadable",
            (CannotSayReasons.OutsideLimits, "en") => "cannot say: not a film that the model was made for",
            (CannotSayReasons.NoLimits, "en") => "cannot say: the model declares no limits",
            (CannotSayReasons.TooFewReadings, "en") => "cannot say: too few readings",
            (_, "en") => "cannot say",
            (CannotSayReasons.TooManyMissing, _) => "无法判断：缺少的资料过多",
            (CannotSayReasons.UnlikeTraining, _) => cannot.Context.Kind == PredictionKind.Imaging
                ? "无法判断：与训练影像差异过大"
                : "无法判断：与训练资料差异过大",
            (CannotSayReasons.Unreadable, _) => "无法判断：影像无法读取",
            (CannotSayReasons.OutsideLimits, _) => "无法判断：影像不在模型适用范围内",
            (CannotSayReasons.NoLimits, _) => "无法判断：模型未声明适用范围",
            (CannotSayReasons.TooFewReadings, _) => "无法判断：读数过少",
            _ => "无法判断",
        };

    /// <summary>The expected value itself lies outside the limits; a band that only reaches beyond them is no alert.</summary>
    private static bool Crosses(Draft draft, Trajectory one) =>
        Fact(draft, ForecastFacts.AlertId(one)) is { } alert
        && alert.Numbers.Any(number => number is { Role: ForecastFacts.MedianRole, Value: 1 });

    private static Fact? Fact(Draft draft, string id) => draft.Facts.FirstOrDefault(fact => fact.Id == id);

    private static string Lower(string text, string language) =>
        language == "en" && text.Length > 1 && char.IsAsciiLetterLower(text[1])
            ? char.ToLowerInvariant(text[0]) + text[1..]
            : text;
}

[JsonConverter(typeof(JsonStringEnumConverter<Urgency>))]
public enum Urgency
{
    Routine,

    /// <summary>The model could not say, or is uncertain: a person has to look.</summary>
    NeedsReading,
    Alert,
}
