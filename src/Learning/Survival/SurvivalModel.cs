using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Survival.Estimators;
using Xinglin.Learning.Tables.Explanation;
using Xinglin.Learning.Tables.Features;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Survival;

/// <summary>What a survival model says of the rows of a table.</summary>
/// <param name="Survival">[rows][horizons] chance of no event until the horizon.</param>
/// <param name="Low">Lower ends of the 90 % intervals.</param>
/// <param name="High">Upper ends.</param>
/// <param name="Risks">Ranks rows; higher is worse.</param>
public sealed record SurvivalAnswer(double[][] Survival, double[][] Low, double[][] High, double[] Risks);

/// <summary>A trained survival model, read from its folder. Thread-safe.</summary>
public sealed class SurvivalModel
{
    /// <summary>Standard deviations of the normal distribution that hold 90 % in the middle.</summary>
    private const double Ninety = 1.6449;

    private readonly Preparation _preparation;

    /// <summary>What the model needs of a row, with the ranges and levels that training saw.</summary>
    public IReadOnlyList<PreparedColumn> Features => _preparation.Columns;

    private readonly IReadOnlyList<SurvivalPart> _parts;
    private readonly IReadOnlyList<IReadOnlyList<SurvivalPart>> _members;
    private readonly double[] _times;

    private SurvivalModel(Checkpoint checkpoint)
    {
        var json = checkpoint.Document;
        (Document, Card) = (json, checkpoint.Card);
        _preparation = Preparation.FromJson(json["preparation"]!);
        IReadOnlyList<SurvivalPart> Parts(JsonNode parts, string prefix) =>
            [
                .. parts
                    .AsArray()
                    .Select(
                        (p, i) =>
                            new SurvivalPart(
                                FittedSurvival.Load(
                                    SurvivalCandidate.FromJson(p!["candidate"]!),
                                    p,
                                    checkpoint.Weights,
                                    $"{prefix}{i}."
                                ),
                                (double)p["weight"]!
                            )
                    ),
            ];
        _parts = Parts(json["parts"]!, "main.");
        _members = [.. json["members"]!.AsArray().Select((m, i) => Parts(m!, $"member{i}."))];
        _times = [.. json["times"]!.AsArray().Select(t => (double)t!)];
        Horizons = [.. json["horizons"]!.AsArray().Select(h => (double)h!)];
    }

    /// <summary>The content of <c>model.json</c>.</summary>
    public JsonObject Document { get; }

    /// <summary>The model card, Markdown, in each language.</summary>
    public BilingualText Card { get; }

    /// <summary>The times for which the model was trained to speak, in the unit of its time column.</summary>
    public IReadOnlyList<double> Horizons { get; }

    /// <exception cref="InvalidInputException">The folder is not a whole, unchanged survival model.</exception>
    public static SurvivalModel Load(string folder)
    {
        var checkpoint = Checkpoint.Load(folder);
        if (checkpoint.Task != "survival")
        {
            throw new InvalidInputException(
                $"{Checkpoint.DocumentFile}: the model's task is '{checkpoint.Task}', not 'survival'",
                "Name the folder of a model made by 'train survival'."
            );
        }

        try
        {
            return new SurvivalModel(checkpoint);
        }
        catch (Exception fault)
            when (fault
                    is NullReferenceException
                        or InvalidOperationException
                        or FormatException
                        or KeyNotFoundException
                        or ArgumentException
                        or JsonException
            )
        {
            throw new InvalidInputException(
                $"{Checkpoint.DocumentFile} lacks a part of a survival model ({fault.Message})",
                "Train the model again."
            );
        }
    }

    /// <summary>Curves at the given times with 90 % intervals over the bootstrap members, on the log-hazard scale.</summary>
    /// <exception cref="InvalidInputException">A column is missing or unreadable.</exception>
    public SurvivalAnswer Predict(Table table, IReadOnlyList<double> horizons)
    {
        var hazards = Hazards(_parts, table, horizons);
        var members = _members.Select(m => Hazards(m, table, horizons)).ToList();
        var (low, high) = (new double[table.Rows][], new double[table.Rows][]);
        for (var r = 0; r < table.Rows; r++)
        {
            (low[r], high[r]) = (new double[horizons.Count], new double[horizons.Count]);
            for (var h = 0; h < horizons.Count; h++)
                (low[r][h], high[r][h]) = Interval(hazards[r][h], [.. members.Select(m => m[r][h])]);
        }
        return new SurvivalAnswer(
            [.. hazards.Select(r => r.Select(h => Math.Exp(-h)).ToArray())],
            low,
            high,
            SurvivalScores.Risks(Hazards(_parts, table, _times))
        );
    }

    /// <summary>Chance of no event until each time [rows][times], without intervals.</summary>
    /// <exception cref="InvalidInputException">A column is missing or unreadable.</exception>
    public double[][] Survival(Table table, IReadOnlyList<double> times) =>
        [.. Hazards(_parts, table, times).Select(r => r.Select(h => Math.Exp(-h)).ToArray())];

    /// <summary>Ranks rows; higher is worse.</summary>
    public double[] Risks(Table table) => SurvivalScores.Risks(Hazards(_parts, table, _times));

    /// <summary>Says why rows have their risk.</summary>
    public SurvivalExplainer Explainer() =>
        new(
            _parts,
            _preparation,
            BackgroundSample.FromJson(Document["background"]!, [.. _preparation.Columns.Select(c => c.Name)]),
            _times,
            (int)Document["plan"]!["seed"]!
        );

    private double[][] Hazards(IReadOnlyList<SurvivalPart> parts, Table table, IReadOnlyList<double> times) =>
        SurvivalChoice.CumulativeHazards(
            parts,
            _preparation,
            _preparation.Read(table),
            [.. Enumerable.Range(0, table.Rows)],
            times
        );

    private static (double Low, double High) Interval(double hazard, double[] members)
    {
        if (hazard <= 0)
            return (1, 1);
        var logs = members.Select(m => Math.Log(Math.Max(m, 1e-7))).ToArray();
        var mean = logs.Average();
        var deviation = Math.Sqrt(logs.Sum(z => (z - mean) * (z - mean)) / Math.Max(1, logs.Length - 1));
        return (Math.Exp(-hazard * Math.Exp(Ninety * deviation)), Math.Exp(-hazard * Math.Exp(-Ninety * deviation)));
    }
}
