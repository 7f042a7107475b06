using Xinglin.Analysis.Predictions;

namespace Xinglin.Server.Pages.Patients;

/// <summary>How much attention a prediction asks for.</summary>
public enum Attention
{
    /// <summary>Nothing out of the way.</summary>
    None,

    /// <summary>A model could not say, or is uncertain; a person must look.</summary>
    Unknown,

    /// <summary>A finding at its threshold, or a course that leaves its limits.</summary>
    High,
}

/// <summary>What a prediction asks of the one who reads the chart.</summary>
public static class Summary
{
    public static Attention AttentionOf(Prediction prediction) =>
        prediction switch
        {
            Prediction.CannotSay => Attention.Unknown,
            Prediction.Findings findings when findings.Items.Any(finding => finding.Alerts) => Attention.High,
            Prediction.Findings findings when findings.Items.Any(finding => finding.Uncertain) => Attention.Unknown,
            Prediction.Forecast forecast when forecast.Trajectories.Any(Trends.LeavesLimits) => Attention.High,
            _ => Attention.None,
        };
}
