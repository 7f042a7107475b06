using System.CommandLine;
using Xinglin.Server.CommandLine.Verbs.Training;

namespace Xinglin.Server.CommandLine.Verbs;

/// <summary><c>xinglin train tabular|survival|series|forecast|image|segment|gan|cohort</c>: from data to a model folder.</summary>
public static class TrainVerb
{
    public static Command Build() =>
        new("train", "train a model and measure it on data it has not seen")
        {
            TrainTabular.Build(),
            TrainSurvival.Build(),
            TrainSeries.Build(),
            TrainForecast.Build(),
            TrainImage.Build(),
            TrainGan.Build(),
            TrainCohort.Build(),
            TrainSegment.Build(),
        };
}
