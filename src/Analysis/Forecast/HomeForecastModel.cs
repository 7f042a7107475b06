using System.Text.Json.Nodes;
using Xinglin.Analysis.Predictions;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Forecasts;

namespace Xinglin.Analysis.Forecast;

/// <summary>The four forecasters of a folder and what is known of them.</summary>
internal sealed class HomeForecastModel : IDisposable
{
    private readonly Dictionary<string, ForecastModel> _parts;

    private HomeForecastModel(ModelReference reference, Dictionary<string, ForecastModel> parts)
    {
        Reference = reference;
        _parts = parts;
    }

    public ModelReference Reference { get; }

    /// <exception cref="InvalidInputException">A part is missing or was changed.</exception>
    public static HomeForecastModel Load(string folder)
    {
        var document = Checkpoint.LoadDocument(folder);
        if ((string?)document["task"] != ForecastFolder.AssembledTask)
        {
            throw new InvalidInputException(
                $"{Checkpoint.DocumentFile}, task: '{document["task"]}' is no home forecaster",
                "Name the folder models/home-forecast/version."
            );
        }
        var parts = HomeSeries.All.ToDictionary(s => s.Name, s => ForecastModel.Load(Path.Combine(folder, s.Name)));
        return new HomeForecastModel(Describe(document), parts);
    }

    /// <summary>Quantiles at moments after the newest reading.</summary>
    public IReadOnlyList<ForecastPoint> Forecast(HomeHistory history, IReadOnlyList<DateTimeOffset> moments)
    {
        var known = history.Readings.Select(m => (history.HourOf(m.Time), m.Value)).ToList();
        return _parts[history.Series.Name]
            .Predict(known, moments.Select(history.HourOf).ToList())
            .Zip(moments, (q, time) => new ForecastPoint(time, q.Q10, q.Q25, q.Q50, q.Q75, q.Q90))
            .ToList();
    }

    public void Dispose()
    {
        foreach (var part in _parts.Values)
        {
            part.Dispose();
        }
    }

    private static ModelReference Describe(JsonObject document)
    {
        var plan = document["plan"]!;
        var figures = new List<Figure>();
        foreach (var (name, node) in document["metrics"]!.AsObject())
        {
            figures.Add(new Figure($"{name} MAE", Math.Round((double)node!["mae"]!, 3), null, null));
            figures.Add(new Figure($"{name} 80 % coverage", Math.Round((double)node["coverage80"]!, 3), null, null));
        }
        var people = (int)plan["people"]!;
        return new ModelReference(
            "home-forecast",
            (string)plan["version"]!,
            new("家庭监测预测模型", "Home forecast model"),
            new(
                $"模拟人群{people}人（120天），血糖另以UCI真实记录50人检验",
                $"{people} simulated people over 120 days; glucose also checked on the real UCI logs of 50 people"
            ),
            figures
        );
    }
}
