using PlanningEngine.Forecasting.MachineLearning.Trees;

namespace PlanningEngine.Forecasting.MachineLearning.Seasons;

/// <summary>Tries all ways to carry a season forward on some origins of some series, inside the training values.</summary>
/// <param name="frame">What all series have in common.</param>
/// <param name="weekdays">Whether buckets are days, each weekday with its own share of a week.</param>
/// <param name="cutoff">Ordinal after the last bucket that may be looked at.</param>
/// <param name="horizon">Steps ahead.</param>
internal sealed class SeasonTrial(SeasonFrame frame, bool weekdays, int cutoff, int horizon)
{
    private const int Origins = 8;
    private const int EnoughResiduals = 100;

    /// <summary>How much better than the usual settings others must be to be chosen: origins are few and share their surprises.</summary>
    private const double ClearlyBetter = 0.99;

    private readonly Ways _ways = new(weekdays ? SeasonSettings.OfDays : SeasonSettings.All, horizon);
    private readonly double[] _losses = new double[SeasonSettings.All.Length];
    private readonly List<Compared> _compared = [];

    /// <summary>Tries all settings on a series.</summary>
    internal void Try(TimeSeries series)
    {
        var first = frame.First + frame.Period + (weekdays ? SeasonModel.FewestDaysBeyondYear : SeasonModel.FewestBeyondCycle);
        var end = Math.Min(series.End, cutoff);
        foreach (var origin in Enumerable.Range(0, Origins).Select(i => first + i * Math.Max(0, end - first) / Origins).Distinct())
            if (origin > series.FirstPeriod && origin < end && frame.Look(series, origin - series.FirstPeriod) is { } view)
                Try(view, series.Values.AsSpan(origin - series.FirstPeriod, Math.Min(horizon, end - origin)));
    }

    /// <summary>The settings with the least loss; the usual ones where none are clearly better.</summary>
    internal SeasonSettings Best() => _ways.All[BestOf()];

    /// <summary>Residuals per step in units of the noise, at <see cref="CutoffModel.ResidualLevels"/>.</summary>
    internal double[][] Residuals()
    {
        var best = BestOf();
        var bySteps = _compared.ToLookup(c => c.Step, c => _ways.ErrorOf(c, best) / Math.Sqrt(c.Variance));
        var last = QuantilesOf(_compared.Count > 0 ? [.. bySteps.SelectMany(s => s)] : [0]);
        var rows = new double[horizon][];
        for (var step = 0; step < horizon; step++)
        {
            var near = Enumerable.Range(step - 2, 5).SelectMany(s => bySteps[s]).ToArray();
            rows[step] = last = near.Length >= EnoughResiduals ? QuantilesOf(near) : last;
        }

        return rows;
    }

    private int BestOf()
    {
        var usual = Array.IndexOf(_ways.All, weekdays ? SeasonSettings.UsualOfDays : SeasonSettings.Usual);
        var nearest = Array.IndexOf(_losses, _losses.Min());
        return _losses[nearest] < ClearlyBetter * _losses[usual] ? nearest : usual;
    }

    private void Try(SeasonView view, ReadOnlySpan<double> actual)
    {
        double[] changes = [.. _ways.Pooled.SelectMany(pooled => view.Changes(_ways.Memories, pooled))];
        for (var step = 0; step < actual.Length; step++)
        {
            var seasons = Array.ConvertAll(_ways.Pooled, pooled => view.Season(step, pooled));
            if (double.IsNaN(actual[step]) || double.IsNaN(seasons[0]))
                continue;
            var compared = new Compared(step, view.Variance, actual[step] / view.Size, seasons, changes);
            for (var i = 0; i < _ways.All.Length; i++)
                _losses[i] += Math.Sqrt(view.Size) * Math.Min(Math.Abs(_ways.ErrorOf(compared, i)), 1);
            _compared.Add(compared);
        }
    }

    private static double[] QuantilesOf(double[] residuals)
    {
        Array.Sort(residuals);
        return [.. CutoffModel.ResidualLevels.Select(level => QuantileFunctions.OfSorted(residuals, level))];
    }

    /// <summary>A bucket after an origin: what happened, and what its season and the change of level were by all ways to look at them.</summary>
    private sealed record Compared(int Step, double Variance, double Actual, double[] Seasons, double[] Changes);

    /// <summary>The settings that are tried; many of them look at a season, or at a change of level, in the same way.</summary>
    private sealed class Ways
    {
        private readonly int[] _pooledOf;
        private readonly int[] _changeOf;
        private readonly double[][] _left;

        internal Ways(SeasonSettings[] all, int horizon)
        {
            All = all;
            Pooled = [.. All.Select(s => s.Pooled).Distinct()];
            Memories = [.. All.Select(s => s.Memory).Distinct()];
            _pooledOf = Array.ConvertAll(All, s => Array.IndexOf(Pooled, s.Pooled));
            _changeOf = Array.ConvertAll(All, s => Array.IndexOf(Pooled, s.Pooled) * Memories.Length + Array.IndexOf(Memories, s.Memory));
            _left = Array.ConvertAll(All, s => Enumerable.Range(0, horizon).Select(step => Math.Pow(s.Damping, step)).ToArray());
        }

        internal SeasonSettings[] All { get; }

        internal double[] Pooled { get; }

        internal double[] Memories { get; }

        internal double ErrorOf(Compared bucket, int way) => bucket.Actual - SeasonView.Carried(bucket.Seasons[_pooledOf[way]], bucket.Changes[_changeOf[way]], _left[way][bucket.Step]);
    }
}
