using Xinglin.Server.Pages.Badges;
using Xinglin.Server.Texts;
using Xinglin.Terminology.Text;

namespace Xinglin.Server.Pages.Models;

/// <summary>What was predicted against what happened, in a sentence for those who cannot see the chart.</summary>
public static class CalibrationWords
{
    private static readonly BilingualText Head = new("{0}：{1} 组，共 {2} 例。", "{0}: {1} groups, {2} cases. ");
    private static readonly BilingualText Group = new(
        "预测 {0}，实际 {1}（{2} 例）",
        "predicted {0}, observed {1} ({2} cases)"
    );
    private static readonly BilingualText Between = new("；", "; ");

    public static string Of(IReadOnlyList<ShownBin> bins) =>
        Localizer.T(Head, Localizer.T(ModelWords.Calibration), bins.Count, bins.Sum(bin => bin.Count))
        + string.Join(
            Localizer.T(Between),
            bins.Select(bin =>
                Localizer.T(Group, Numbers.Percent(bin.Predicted), Numbers.Percent(bin.Observed), bin.Count)
            )
        );
}
