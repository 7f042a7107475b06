using System.Text.Json;
using System.Text.Json.Nodes;
using Xinglin.Formats;
using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Checkpoints;
using Xinglin.Learning.Series.Data;
using Xinglin.Learning.Series.Members;
using Xinglin.Learning.Torch;
using Xinglin.Terminology.Text;

namespace Xinglin.Learning.Series;

/// <summary>What <c>model.json</c> says of a series model.</summary>
/// <param name="Kinds">The kinds of members; each has one in every fold.</param>
/// <param name="Weights">The weight of each kind; they add up to 1.</param>
/// <param name="Width">Width of the networks.</param>
/// <param name="Id">The id column of the training files.</param>
/// <param name="TimeUnit">The unit of their time columns.</param>
/// <param name="Preparations">One for each fold, fitted on that fold's training series.</param>
public sealed record SeriesDescription(
    SeriesTarget Target,
    IReadOnlyList<string> Kinds,
    IReadOnlyList<double> Weights,
    int Width,
    string Id,
    string TimeUnit,
    IReadOnlyList<SeriesPreparation> Preparations
);

/// <summary>
/// A trained ensemble on irregular series: in every fold of its cross-validation one member of each kind, weighted, averaged
/// over the folds, then calibrated on out-of-fold scores. Thread-safe.
/// </summary>
public sealed class SeriesModel : IDisposable
{
    public const string Task = "series";

    private const int RowsAtOnce = 16_384;

    private readonly Lock _gate = new();
    private readonly IReadOnlyList<IReadOnlyList<SeriesMember>> _members; // [kinds][folds]
    private readonly OutputHead _finish;

    internal SeriesModel(
        SeriesDescription description,
        IReadOnlyList<IReadOnlyList<SeriesMember>> members,
        OutputHead finish
    )
    {
        Description = description;
        _members = members;
        _finish = finish;
    }

    public SeriesDescription Description { get; }

    /// <exception cref="InvalidInputException">The folder holds no series model, or one that was changed.</exception>
    public static SeriesModel Load(string folder)
    {
        // A new network draws its first weights from the stream that a training next to it relies on.
        using var alone = TorchRuntime.Alone();
        var checkpoint = Checkpoint.Load(folder);
        if (
            checkpoint.Task != Task
            || checkpoint.Document["model"].Deserialize<SeriesDescription>() is not { } described
        )
        {
            throw new InvalidInputException(
                $"{Checkpoint.DocumentFile}, task: '{checkpoint.Task}' is no series model",
                "Name the folder of a model made by train series."
            );
        }

        if (
            described is not { Target: not null, Kinds.Count: > 0, Preparations.Count: > 0 }
            || described.Weights?.Count != described.Kinds.Count
        )
        {
            throw new InvalidInputException(
                $"{Checkpoint.DocumentFile}, model: members are missing",
                "It was made by an older version. Train the model again from its plan."
            );
        }

        var members = described.Kinds.Select(
            (kind, k) =>
                (IReadOnlyList<SeriesMember>)
                    [
                        .. described.Preparations.Select(
                            (preparation, fold) =>
                                SeriesMember.Load(
                                    kind,
                                    described.Target,
                                    preparation,
                                    described.Width,
                                    checkpoint.Weights,
                                    Prefix(kind, fold)
                                )
                        ),
                    ]
        );
        return new SeriesModel(
            described,
            [.. members],
            OutputHead.FromJson(checkpoint.Document["calibration"]!, described.Target)
        );
    }

    internal void Save(
        string folder,
        JsonObject plan,
        JsonObject metrics,
        BilingualText card,
        JsonObject? attributes = null
    )
    {
        var weights = new Dictionary<string, NamedTensor>();
        foreach (var (k, kind) in Description.Kinds.Index())
        {
            foreach (var (fold, member) in _members[k].Index())
                member.Save(weights, Prefix(kind, fold));
        }

        var document = new JsonObject
        {
            ["task"] = Task,
            ["model"] = JsonSerializer.SerializeToNode(Description),
            ["calibration"] = _finish.ToJson(),
            ["plan"] = plan,
            ["metrics"] = metrics,
        };
        if (attributes is not null)
            document["source_attributes"] = attributes;
        Checkpoint.Save(folder, document, weights, card);
    }

    /// <summary>Calibrated probabilities [ids][classes] of every series of an events table, in the order of its ids.</summary>
    /// <exception cref="InvalidOperationException">The model answers numbers, or at each moment: see <see cref="Answer"/>.</exception>
    public double[][] Predict(EventTable events, OutcomeFile? statics = null)
    {
        if (Description.Target.IsNumber || Description.Target.PerStep)
        {
            throw new InvalidOperationException(
                "This model does not answer with one set of probabilities for each series."
            );
        }

        return
        [
            .. Answer(events, statics, PredictionTimes(events))
                .Select(answer => ((SeriesOutcome.Classes)answer).Probabilities),
        ];
    }

    /// <summary>
    /// The moments a table asks about: one for each series; or, where the model answers at each moment, every moment the
    /// file has a line for.
    /// </summary>
    public IReadOnlyList<PredictionTime> PredictionTimes(EventTable events) =>
        PredictionTimes(Description.Target, events);

    internal static IReadOnlyList<PredictionTime> PredictionTimes(SeriesTarget target, EventTable events)
    {
        if (!target.PerStep)
        {
            return
            [
                .. Enumerable.Range(0, events.Ids.Count).Select(id => new PredictionTime(id, double.PositiveInfinity)),
            ];
        }

        if (events.PredictionTimes is { } lines)
            return lines;
        return [.. events.Id.Zip(events.Time, (id, time) => new PredictionTime(id, time)).Distinct()];
    }

    /// <summary>Answers for moments of series, in their order. What came after a moment is not looked at.</summary>
    public SeriesOutcome[] Answer(EventTable events, OutcomeFile? statics, IReadOnlyList<PredictionTime> moments)
    {
        var answers = new SeriesOutcome[moments.Count];
        foreach (var part in WholeSeries(moments, RowsAtOnce))
        {
            foreach (var (n, answer) in AnswerPart(events, statics, Array.ConvertAll(part, i => moments[i])).Index())
                answers[part[n]] = answer;
        }

        return answers;
    }

    /// <summary>Positions of moments in parts of some <paramref name="many"/>, each with whole series: it ends where the next begins.</summary>
    internal static IEnumerable<int[]> WholeSeries(IReadOnlyList<PredictionTime> moments, int many)
    {
        var order = Enumerable.Range(0, moments.Count).OrderBy(i => moments[i].Id).ToArray();
        for (var start = 0; start < order.Length; )
        {
            var end = Math.Min(order.Length, start + many);
            while (end < order.Length && moments[order[end]].Id == moments[order[end - 1]].Id)
                end++;
            yield return order[start..end];
            start = end;
        }
    }

    private SeriesOutcome[] AnswerPart(EventTable events, OutcomeFile? statics, PredictionTime[] moments)
    {
        var ids = moments.Select(moment => moment.Id).Distinct().ToArray();
        var place = ids.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        var rows = Array.ConvertAll(moments, moment => new SeriesRow(place[moment.Id], moment.Hour));
        var sums = Array.ConvertAll(rows, _ => new double[Description.Target.Outputs]);
        var folds = Description.Preparations.Count;
        for (var fold = 0; fold < folds; fold++)
        {
            using var prepared = new PreparedRows(Description.Preparations[fold], events, statics, ids, rows);
            for (var k = 0; k < _members.Count; k++)
            {
                if (Description.Weights[k] == 0)
                    continue;
                lock (_gate)
                    Add(sums, _members[k][fold].Score(prepared), Description.Weights[k] / folds);
            }
        }
        return Array.ConvertAll(sums, scores => _finish.Apply(scores, Description.Target));
    }

    private static void Add(double[][] sums, double[][] more, double weight)
    {
        for (var row = 0; row < sums.Length; row++)
        {
            for (var o = 0; o < sums[row].Length; o++)
                sums[row][o] += weight * more[row][o];
        }
    }

    private static string Prefix(string kind, int fold) => $"{kind}.{fold}.";

    public void Dispose()
    {
        foreach (var member in _members.SelectMany(kind => kind))
            member.Dispose();
    }
}
