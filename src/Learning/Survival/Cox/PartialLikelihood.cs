using Xinglin.Learning.Tables.Features;

namespace Xinglin.Learning.Survival.Cox;

/// <summary>
/// Cox's partial likelihood (Cox 1972) with Efron's treatment of equal event times (Efron 1977). Rows are sorted once, latest
/// first, so that the people at risk at a time are a growing beginning of the list.
/// </summary>
internal sealed class PartialLikelihood
{
    private readonly Encoded _x;
    private readonly double[] _times;
    private readonly bool[] _events;
    private readonly int[] _order;

    public PartialLikelihood(Encoded x, double[] times, bool[] events)
    {
        (_x, _times, _events) = (x, times, events);
        _order = [.. Enumerable.Range(0, times.Length).OrderByDescending(i => times[i])];
    }

    public int Columns => _x.Columns;

    public int Events => _events.Count(e => e);

    /// <summary>The negative logarithm of the likelihood, its gradient, and its Hessian [columns, columns] unless null.</summary>
    public double Evaluate(double[] beta, double[] gradient, double[]? hessian)
    {
        var sums = new Sums(Columns, hessian is not null);
        var dead = new Sums(Columns, hessian is not null);
        Array.Clear(gradient);
        if (hessian is not null)
            Array.Clear(hessian);
        var scores = LinearScores(beta);
        var shift = scores.Length == 0 ? 0 : scores.Max();
        double value = 0;
        foreach (var (start, end) in Ties())
        {
            dead.Clear();
            var deaths = 0;
            for (var i = start; i < end; i++)
            {
                var row = _order[i];
                var weight = Math.Exp(scores[row] - shift);
                sums.Add(_x.Row(row), weight);
                if (!_events[row])
                    continue;
                deaths++;
                dead.Add(_x.Row(row), weight);
                value -= scores[row] - shift;
                var cells = _x.Row(row);
                for (var j = 0; j < gradient.Length; j++)
                    gradient[j] -= cells[j];
            }
            for (var l = 0; l < deaths; l++)
                value += sums.Subtract(dead, l / (double)deaths, gradient, hessian);
        }
        return value;
    }

    /// <summary>Breslow's baseline (1972): cumulative hazard just after each event time, rising times.</summary>
    public (double[] Times, double[] Hazard) Baseline(double[] beta)
    {
        var scores = LinearScores(beta);
        var (times, steps) = (new List<double>(), new List<double>());
        double risk = 0;
        foreach (var (start, end) in Ties())
        {
            var deaths = 0;
            for (var i = start; i < end; i++)
            {
                risk += Math.Exp(scores[_order[i]]);
                deaths += _events[_order[i]] ? 1 : 0;
            }
            if (deaths == 0)
                continue;
            times.Add(_times[_order[start]]);
            steps.Add(deaths / risk);
        }
        times.Reverse();
        steps.Reverse();
        double sum = 0;
        return ([.. times], [.. steps.Select(s => sum += s)]);
    }

    /// <summary>Schoenfeld's residuals (1982): for each event, earliest first, its row less the mean of those at risk.</summary>
    public IReadOnlyList<(double Time, double[] Residual)> Residuals(double[] beta)
    {
        var sums = new Sums(Columns, false);
        var dead = new Sums(Columns, false);
        var scores = LinearScores(beta);
        var residuals = new List<(double, double[])>();
        foreach (var (start, end) in Ties())
        {
            dead.Clear();
            for (var i = start; i < end; i++)
            {
                sums.Add(_x.Row(_order[i]), Math.Exp(scores[_order[i]]));
                if (_events[_order[i]])
                    dead.Add(_x.Row(_order[i]), Math.Exp(scores[_order[i]]));
            }
            var deaths = Enumerable.Range(start, end - start).Where(i => _events[_order[i]]).ToList();
            var mean = new double[Columns];
            for (var l = 0; l < deaths.Count; l++)
                sums.AddMean(dead, l / (double)deaths.Count, 1.0 / deaths.Count, mean);
            foreach (var i in deaths)
            {
                var cells = _x.Row(_order[i]).ToArray();
                residuals.Add((_times[_order[i]], [.. cells.Select((c, j) => c - mean[j])]));
            }
        }
        residuals.Reverse();
        return residuals;
    }

    private double[] LinearScores(double[] beta)
    {
        var scores = new double[_times.Length];
        for (var i = 0; i < scores.Length; i++)
            scores[i] = CoxRegression.Linear(_x.Row(i), beta);
        return scores;
    }

    /// <summary>Runs of equal times in the order, latest first.</summary>
    private IEnumerable<(int Start, int End)> Ties()
    {
        for (var i = 0; i < _order.Length; )
        {
            var start = i;
            while (i < _order.Length && _times[_order[i]] == _times[_order[start]])
                i++;
            yield return (start, i);
        }
    }

    /// <summary>Weighted sums of 1, x and xxᵀ over a set of rows.</summary>
    private sealed class Sums(int columns, bool squares)
    {
        private readonly double[] _first = new double[columns];
        private readonly double[] _second = squares ? new double[columns * columns] : [];
        private readonly double[] _mean = new double[columns];
        private double _weight;

        public void Clear()
        {
            _weight = 0;
            Array.Clear(_first);
            Array.Clear(_second);
        }

        public void Add(ReadOnlySpan<float> row, double weight)
        {
            _weight += weight;
            for (var j = 0; j < columns; j++)
                _first[j] += weight * row[j];
            if (!squares)
                return;
            for (var j = 0; j < columns; j++)
            {
                var w = weight * row[j];
                if (w == 0)
                    continue;
                for (var k = 0; k <= j; k++)
                    _second[j * columns + k] += w * row[k];
            }
        }

        /// <summary>One of Efron's terms: these rows less a share of the dead. Returns the logarithm of its weight.</summary>
        public double Subtract(Sums dead, double share, double[] gradient, double[]? hessian)
        {
            var weight = _weight - share * dead._weight;
            for (var j = 0; j < columns; j++)
            {
                _mean[j] = (_first[j] - share * dead._first[j]) / weight;
                gradient[j] += _mean[j];
            }
            if (hessian is not null)
            {
                for (var j = 0; j < columns; j++)
                {
                    for (var k = 0; k <= j; k++)
                    {
                        hessian[j * columns + k] +=
                            (_second[j * columns + k] - share * dead._second[j * columns + k]) / weight
                            - _mean[j] * _mean[k];
                    }
                }
            }

            return Math.Log(weight);
        }

        public void AddMean(Sums dead, double share, double part, double[] mean)
        {
            for (var j = 0; j < columns; j++)
                mean[j] += part * (_first[j] - share * dead._first[j]) / (_weight - share * dead._weight);
        }
    }
}
