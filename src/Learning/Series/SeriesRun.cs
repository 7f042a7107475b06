using Xinglin.Formats.Safetensors;
using Xinglin.Learning.Series.Data;
using Xinglin.Learning.Series.Members;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Series;

/// <param name="Members">One for each fold, of one kind.</param>
/// <param name="Scores">Out-of-fold scores, [rows][outputs].</param>
internal sealed record TrainedKind(string Kind, IReadOnlyList<SeriesMember> Members, double[][] Scores, double Seconds);

/// <summary>
/// One run of <c>train series</c>: kind after kind is trained on every fold, the quick ones first, until the next would not
/// fit into what is left of the budget.
/// </summary>
internal sealed class SeriesRun(
    SeriesTrainingOptions options,
    EventTable events,
    OutcomeFile? statics,
    SeriesCohort cohort,
    int[] folds,
    TrainingCheckpoints kept,
    TimeProvider clock,
    long started,
    IProgress<TrainingProgress>? progress,
    CancellationToken cancellation
)
{
    /// <summary>What models of statistics may spend of the budget; at each moment they are the ones that count.</summary>
    private readonly double _statisticsShare = cohort.Target.PerStep ? 0.75 : 0.5;

    /// <summary>How long a network kind takes next to the one before it, from measurements on one core.</summary>
    private static readonly Dictionary<string, double> Slowness = new()
    {
        ["gru"] = 1,
        ["transformer"] = 1.3,
        ["grud"] = 1.8,
        ["lstm"] = 1.2,
    };

    private readonly int _foldCount = folds.Max() + 1;
    private readonly SeriesNetworkTraining _networks = new(kept, clock, progress);

    public IReadOnlyList<SeriesPreparation> Preparations { get; private set; } = [];

    public IReadOnlyList<TrainedKind> Train()
    {
        Preparations = [.. Enumerable.Range(0, _foldCount).Select(Prepare)];
        var done = new List<TrainedKind>();
        done.AddRange(OfStatistics());
        var perUnit = 0.0;
        foreach (var kind in options.Members.Where(kind => !SeriesMember.OfStatistics.Contains(kind)))
        {
            var left = Left(0.97);
            // The first network kind is always tried when it can have a few seconds; the others when a full training fits.
            var needed = perUnit * Slowness[kind];
            if (done.Count > 0 && left is { } seconds && seconds < Math.Max(0.6 * needed, 0.4 * _foldCount))
                continue;
            var trained = OfNetworks(kind);
            done.Add(trained);
            perUnit = trained.Seconds / Slowness[kind];
        }
        return done;
    }

    private IEnumerable<TrainedKind> OfStatistics()
    {
        var kinds = options.Members.Where(SeriesMember.OfStatistics.Contains).ToArray();
        var members = kinds.Select(_ => new List<SeriesMember>()).ToArray();
        var scores = kinds.Select(_ => new double[cohort.Rows.Length][]).ToArray();
        var seconds = new double[kinds.Length];
        for (var fold = 0; fold < _foldCount && kinds.Length > 0; fold++)
        {
            var (known, rows, held, heldRows) = Split(fold);
            using (known)
            using (held)
            {
                foreach (var (k, kind) in kinds.Index())
                {
                    cancellation.ThrowIfCancellationRequested();
                    var begun = clock.GetTimestamp();
                    progress?.Report(
                        new TrainingProgress($"fold {fold + 1} of {_foldCount}, {kind}", 0, 0, 0, null, default)
                    );
                    var spent = _statisticsShare * (fold + (k + 1.0) / kinds.Length) / _foldCount;
                    var member = OfStatistics(kind, fold, Lesson(known, rows, fold * 100 + k, spent));
                    members[k].Add(member);
                    Keep(scores[k], heldRows, member.Score(held));
                    seconds[k] += clock.GetElapsedTime(begun).TotalSeconds;
                }
            }
        }
        return kinds.Select((kind, k) => new TrainedKind(kind, members[k], scores[k], seconds[k]));
    }

    /// <summary>Fits a member, or takes it as it was finished before the command was killed.</summary>
    private SeriesMember OfStatistics(string kind, int fold, TrainingFold lesson)
    {
        var name = $"{kind}-{fold}";
        if (kept.Finished(name) is { } finished)
            return SeriesMember.Load(kind, cohort.Target, Preparations[fold], options.Width, finished, "");
        SeriesMember member = kind == "linear" ? LinearMember.Fit(lesson) : TreesMember.Fit(lesson, Boosters());
        var weights = new Dictionary<string, NamedTensor>();
        member.Save(weights, "");
        kept.Keep(name, weights);
        return member;
    }

    private TrainedKind OfNetworks(string kind)
    {
        var begun = clock.GetTimestamp();
        var members = new List<SeriesMember>();
        var scores = new double[cohort.Rows.Length][];
        for (var fold = 0; fold < _foldCount; fold++)
        {
            var (known, rows, held, heldRows) = Split(fold);
            using (known)
            using (held)
            {
                var number = fold * 100 + 10 + SeriesMember.Kinds.ToList().IndexOf(kind);
                var share = Left(0.97) is { } left
                    ? TimeSpan.FromSeconds(Math.Max(0.3, left / (_foldCount - fold)))
                    : (TimeSpan?)null;
                var member = _networks.Train(
                    Lesson(known, rows, number, 1),
                    kind,
                    new NetworkPlan(options.Width, options.Epochs, share),
                    $"{kind}-{fold}",
                    $"fold {fold + 1} of {_foldCount}, {kind}"
                );
                members.Add(member);
                Keep(scores, heldRows, member.Score(held));
            }
        }
        return new TrainedKind(kind, members, scores, clock.GetElapsedTime(begun).TotalSeconds);
    }

    private SeriesPreparation Prepare(int fold)
    {
        var training = Enumerable.Range(0, cohort.Ids.Length).Where(series => folds[series] != fold).ToArray();
        var moments = cohort.Target.PerStep
            ? cohort.Rows.Where(row => folds[row.Series] != fold).Select(row => row.Until).ToArray()
            : [];
        return SeriesPreparation.Fit(
            events,
            Array.ConvertAll(training, series => cohort.Ids[series]),
            statics,
            options.Bins,
            moments
        );
    }

    private (PreparedRows Known, int[] Rows, PreparedRows Held, int[] HeldRows) Split(int fold)
    {
        var (known, rows) = Part(fold, false);
        var (held, heldRows) = Part(fold, true);
        return (known, rows, held, heldRows);
    }

    private (PreparedRows Prepared, int[] Rows) Part(int fold, bool held)
    {
        var series = Enumerable.Range(0, cohort.Ids.Length).Where(s => folds[s] == fold == held).ToArray();
        var place = series.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        var rows = Enumerable
            .Range(0, cohort.Rows.Length)
            .Where(row => place.ContainsKey(cohort.Rows[row].Series))
            .ToArray();
        return (
            new PreparedRows(
                Preparations[fold],
                events,
                statics,
                Array.ConvertAll(series, s => cohort.Ids[s]),
                Array.ConvertAll(rows, row => cohort.Rows[row] with { Series = place[cohort.Rows[row].Series] })
            ),
            rows
        );
    }

    private TrainingFold Lesson(PreparedRows known, int[] rows, int number, double share) =>
        new(
            known,
            cohort.Target,
            cohort.Target.IsNumber ? [] : Array.ConvertAll(rows, row => cohort.Labels[row]),
            cohort.Target.IsNumber ? Array.ConvertAll(rows, row => cohort.Target.Score(cohort.Values[row])) : [],
            options.Seed * 10_000 + number,
            () => options.Budget is { } budget && clock.GetElapsedTime(started) > budget * share,
            cancellation,
            part => Within(share, part)
        );

    /// <summary>A clock that rings when a part of what is now left until a share of the budget is spent.</summary>
    private Func<bool> Within(double share, double part)
    {
        if (options.Budget is not { } budget)
            return () => false;
        var now = clock.GetElapsedTime(started);
        var until = now + Math.Max(0, part) * (budget * share - now);
        return () => clock.GetElapsedTime(started) > until;
    }

    private int Boosters() => cohort.Target.IsNumber ? Math.Max(1, options.Boosters / 3) : options.Boosters;

    /// <summary>Seconds until a share of the budget is spent; null without a budget.</summary>
    private double? Left(double share) =>
        options.Budget is { } budget ? (budget * share - clock.GetElapsedTime(started)).TotalSeconds : null;

    private static void Keep(double[][] all, int[] rows, double[][] scores)
    {
        for (var i = 0; i < rows.Length; i++)
            all[rows[i]] = scores[i];
    }
}
