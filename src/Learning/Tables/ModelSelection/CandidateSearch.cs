using Xinglin.Learning.Tables.Estimators;
using Xinglin.Learning.Tables.Estimators.Arithmetic;
using Xinglin.Learning.Tables.Plan;
using Xinglin.Learning.Training;

namespace Xinglin.Learning.Tables.ModelSelection;

/// <summary>What a search tries: the part of the plan it needs.</summary>
/// <param name="Portfolio">Tried first, in this order.</param>
/// <param name="Folds">Parts that are held out in turn.</param>
/// <param name="Splits">Splits each candidate is measured on; more than <paramref name="Folds"/> deals the rows again.</param>
/// <param name="Tunes">Whether settings are proposed after the portfolio.</param>
internal sealed record SearchOrder(IReadOnlyList<Candidate> Portfolio, int Folds, int Splits, bool Tunes, int Seed);

/// <summary>
/// Measures candidates on inner splits. Those of the portfolio are measured on all splits; those proposed by
/// <see cref="TpeSampler"/> begin with two, and go on only if they are then among the better half of their kind (successive halving
/// with the splits as the resource, after Jamieson and Talwalkar 2016 and Li et al. 2020).
/// </summary>
internal sealed class CandidateSearch
{
    private const int FirstRung = 2;

    /// <summary>All rows are a quarter more than the training part of a split; two candidates may end later than one.</summary>
    private const double MoreRows = 1.3;

    private readonly TrainingData _data;
    private readonly RemoteTrials? _elsewhere;
    private readonly SearchOrder _order;
    private readonly TimeProvider _clock;
    private readonly IReadOnlyList<CvSplit> _splits;
    private readonly int _seed;
    private readonly double[] _classWeights;
    private readonly Dictionary<string, List<double>> _firstRung = [];
    private readonly Dictionary<string, TimeSpan> _took = [];
    private readonly List<TimeSpan> _fits = [];
    private readonly List<(double[][] Scores, Trial Trial)> _library = [];
    private readonly List<Trial> _trials = [];

    /// <param name="elsewhere">Who carries out the trials; null: this process.</param>
    public CandidateSearch(
        TrainingData data,
        int[] rows,
        SearchOrder order,
        TimeProvider clock,
        RemoteTrials? elsewhere = null
    )
    {
        _elsewhere = elsewhere;
        (_data, _order, _clock, _seed) = (data, order, clock, order.Seed);
        _splits = CvSplit.Of(data, rows, order.Folds, order.Splits, order.Seed);
        Labels = [.. _splits.SelectMany(s => s.HeldLabels)];
        Positions = [.. _splits.SelectMany(s => s.HeldPositions)];
        _classWeights = ClassWeights(data.LabelsOf(rows), data.Classes);
        RowWeights = [.. Labels.Select(l => _classWeights[l])];
    }

    /// <summary>The class of each held-out row, all splits one after the other.</summary>
    public int[] Labels { get; }

    /// <summary>Which row of the search each held-out row is.</summary>
    public int[] Positions { get; }

    /// <summary>How much each held-out row counts in the choice.</summary>
    public double[] RowWeights { get; }

    public IReadOnlyList<Trial> Trials => _trials;

    /// <summary>The candidates measured on all splits, with their scores of the held-out rows.</summary>
    public IReadOnlyList<(double[][] Scores, Trial Trial)> Library => _library;

    public void Run(SearchBudget pace, TableTraits traits, Action<Trial>? step, CancellationToken ct)
    {
        string[] kinds = [.. _order.Portfolio.Select(c => c.Kind).Distinct()];
        var tuning = _order.Tunes ? new TpeSampler(traits, kinds, _seed) : null;
        while (true)
        {
            var n = _trials.Count;
            var proposed = n >= _order.Portfolio.Count;
            if (proposed && tuning is null)
                return;
            var candidate = proposed ? tuning!.Next() : _order.Portfolio[n];
            var expected = _took.GetValueOrDefault(
                candidate.Kind,
                _took.Count > 0 ? _took.Values.Max() : TimeSpan.Zero
            );
            if (!pace.AllowsAnotherTrial(n, expected, FinalFits))
                return;
            var started = _clock.GetTimestamp();
            Trial trial;
            try
            {
                using var limit = pace.Limit(n, FinalFits, ct);
                trial = Try(candidate, proposed, limit.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return; // out of time: this trial was never made
            }
            if (trial.Splits == _splits.Count)
            {
                _took[candidate.Kind] = _clock.GetElapsedTime(started);
                _fits.Add(_took[candidate.Kind] * (MoreRows / _splits.Count));
            }
            _trials.Add(trial);
            tuning?.Learn(candidate, trial.LogLoss);
            step?.Invoke(trial);
        }
    }

    /// <summary>About what fitting the chosen candidates on all rows takes: side by side, of all of them.</summary>
    public TimeSpan FinalFits =>
        _fits.OrderDescending().Take(EnsembleSelection.MostParts).Aggregate(TimeSpan.Zero, (sum, t) => sum + t);

    /// <summary>
    /// Fits that may run side by side: one per core. Networks train one after the other, since the network library keeps its
    /// random state for the whole process.
    /// </summary>
    public static int Parallelism(string kind) => kind == "network" ? 1 : Environment.ProcessorCount;

    private Trial Try(Candidate candidate, bool proposed, CancellationToken ct)
    {
        var answers = new IReadOnlyList<(Candidate Stop, double[][] Scores)>[_splits.Count];
        var rung = proposed ? Math.Min(FirstRung, _splits.Count) : _splits.Count;
        Measure(candidate, answers, 0, rung, ct);
        if (proposed && rung < _splits.Count)
        {
            var (_, loss) = BestStop(answers, rung);
            var others = _firstRung.GetValueOrDefault(candidate.Kind) ?? [];
            if (others.Count(o => o < loss) > others.Count / 2)
            {
                others.Add(loss);
                return new Trial(BestOf(answers, rung), loss, rung);
            }
        }
        if (rung < _splits.Count)
            Measure(candidate, answers, rung, _splits.Count, ct);
        if (!_firstRung.TryGetValue(candidate.Kind, out var firsts))
            _firstRung[candidate.Kind] = firsts = [];
        firsts.Add(BestStop(answers, Math.Min(FirstRung, _splits.Count)).Loss);
        var (stop, mean) = BestStop(answers, _splits.Count);
        var trial = new Trial(answers[0][stop].Stop, mean, _splits.Count);
        _library.Add(([.. answers.SelectMany(a => a[stop].Scores)], trial));
        return trial;
    }

    private Candidate BestOf(IReadOnlyList<(Candidate Stop, double[][] Scores)>[] answers, int splits) =>
        answers[0][BestStop(answers, splits).Stop].Stop;

    private void Measure(
        Candidate candidate,
        IReadOnlyList<(Candidate, double[][])>[] answers,
        int from,
        int to,
        CancellationToken ct
    ) =>
        Concurrently.ForEach(
            Enumerable.Range(from, to - from),
            _elsewhere is null ? Parallelism(candidate.Kind) : to - from,
            ct,
            s =>
                answers[s] = _elsewhere is { } elsewhere
                    ? elsewhere.Measure(candidate, _order, s, ct)
                    : TrialWorker.Measure(candidate, _splits[s], s, _data.Classes, _seed, _clock, ct)
        );

    /// <summary>The stop of the path with the least mean loss over the first splits.</summary>
    private (int Stop, double Loss) BestStop(IReadOnlyList<(Candidate Stop, double[][] Scores)>[] answers, int splits)
    {
        var stops = answers.Take(splits).Min(a => a.Count);
        var best = (Stop: 0, Loss: double.PositiveInfinity);
        for (var stop = 0; stop < stops; stop++)
        {
            double loss = 0,
                rows = 0;
            for (var s = 0; s < splits; s++)
            {
                for (var i = 0; i < _splits[s].HeldLabels.Length; i++)
                {
                    var label = _splits[s].HeldLabels[i];
                    loss += _classWeights[label] * Scores.Loss(answers[s][stop].Scores[i], label);
                    rows += _classWeights[label];
                }
            }

            if (loss / rows < best.Loss)
                best = (stop, loss / rows);
        }
        return best;
    }

    /// <summary>
    /// With two classes every row counts alike. With more, rows of scarce classes count more, by the square root of their
    /// scarcity, so that a class of thirty among six hundred has a say; a class of fewer than ten rows counts as ten.
    /// </summary>
    private static double[] ClassWeights(int[] labels, int classes) =>
        [
            .. Enumerable
                .Range(0, classes)
                .Select(c =>
                    classes == 2
                        ? 1
                        : Math.Sqrt(labels.Length / ((double)classes * Math.Max(10, labels.Count(l => l == c))))
                ),
        ];
}
