using Xinglin.Learning.Forecasts.Alerts;

namespace Xinglin.Learning.Forecasts;

/// <summary>What <c>model.json</c> says of a forecaster.</summary>
/// <param name="Variable">The variable's name in the training events.</param>
/// <param name="Unit">Its UCUM unit, or empty when nobody said.</param>
/// <param name="Horizon">How far ahead it was trained to look.</param>
/// <param name="OuterWidening">Factor of Q10 and Q90's distance from the median.</param>
/// <param name="InnerWidening">Factor of Q25 and Q75's distance from the median.</param>
/// <param name="PopulationErrors">
/// Errors of held-out patients next to the bands, where bands are fitted to each patient's own errors; null: they are not.
/// </param>
/// <param name="Trees">Boosted trees next to the networks; null: none.</param>
/// <param name="Alerts">When it calls before a limit is crossed; null: no limits were given.</param>
public sealed record ForecastDescription(
    string Variable,
    string Unit,
    ForecastHorizon Horizon,
    Population Population,
    int Width,
    int Networks,
    double OuterWidening,
    double InnerWidening,
    PopulationErrors? PopulationErrors = null,
    TreesDescription? Trees = null,
    IReadOnlyList<ForecastAlertRule>? Alerts = null
);

/// <summary>The boosted trees of a forecaster.</summary>
/// <param name="Companions">Other variables they read.</param>
/// <param name="Boosters">Boosters in all.</param>
/// <param name="Weight">Their share of a forecast, 0 to 1; the networks have the rest.</param>
public sealed record TreesDescription(IReadOnlyList<string> Companions, int Boosters, double Weight);
