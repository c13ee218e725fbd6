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

    /// <summary>Cycles in which every swing could come back twice: before, what lies between a few of them says nothing of the others.</summary>
    private const int CyclesToJudge = 3;

    /// <summary>How much better than the usual settings others must be to be chosen: origins are few and share their surprises.</summary>
    private const double ClearlyBetter = 0.99;

    /// <summary>Squared errors count up to that of a size, and where demand scatters more, to so many times its variance.</summary>
    private const double MostDeviations = 9;

    private readonly Ways _ways = new(weekdays ? SeasonSettings.OfDays : SeasonSettings.All, cutoff - frame.First >= CyclesToJudge * frame.Period, horizon);
    private readonly double[] _losses = new double[SeasonSettings.All.Length];
    private readonly double[] _squares = new double[SeasonSettings.All.Length];
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

    /// <summary>
    /// The way that follows seasons nearest, and how much of them it keeps by squared errors: where demand is mostly zero, absolute ones are the smaller the rarer a forecast says anything.
    /// </summary>
    private int BestOf()
    {
        var usual = Array.IndexOf(_ways.All, weekdays ? SeasonSettings.UsualOfDays : SeasonSettings.Usual);
        int[] whole = [.. Enumerable.Range(0, _ways.All.Length).Where(i => _ways.All[i].Seen.Kept == 1)];
        var nearest = whole.MinBy(i => _losses[i]);
        nearest = _losses[nearest] < ClearlyBetter * _losses[usual] ? nearest : usual;
        var kept = Enumerable.Range(0, _ways.All.Length).Where(i => _ways.All[i].With(1) == _ways.All[nearest]).MinBy(i => _squares[i]);
        return _squares[kept] < ClearlyBetter * _squares[nearest] ? kept : nearest;
    }

    private void Try(SeasonView view, ReadOnlySpan<double> actual)
    {
        double[] changes = [.. _ways.Seen.SelectMany(seen => view.Changes(_ways.Memories, seen))];
        for (var step = 0; step < actual.Length; step++)
        {
            var seasons = Array.ConvertAll(_ways.Seen, seen => view.Season(step, seen));
            if (double.IsNaN(actual[step]) || double.IsNaN(seasons[0]))
                continue;
            var compared = new Compared(step, view.Variance, actual[step] / view.Size, seasons, changes);
            var most = Math.Max(1, MostDeviations * view.Variance);
            for (var i = 0; i < _ways.All.Length; i++)
            {
                var error = Math.Abs(_ways.ErrorOf(compared, i));
                _losses[i] += Math.Sqrt(view.Size) * Math.Min(error, 1);
                _squares[i] += Math.Sqrt(view.Size) * Math.Min(error * error, most);
            }

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
        private readonly int[] _seenOf;
        private readonly int[] _changeOf;
        private readonly double[][] _left;

        /// <summary>Takes settings; without those that keep a part of swings where that cannot be judged.</summary>
        internal Ways(SeasonSettings[] all, bool judgesKept, int horizon)
        {
            All = judgesKept ? all : [.. all.Where(s => s.Seen.Kept == 1)];
            Seen = [.. All.Select(s => s.Seen).Distinct()];
            Memories = [.. All.Select(s => s.Memory).Distinct()];
            _seenOf = Array.ConvertAll(All, s => Array.IndexOf(Seen, s.Seen));
            _changeOf = Array.ConvertAll(All, s => Array.IndexOf(Seen, s.Seen) * Memories.Length + Array.IndexOf(Memories, s.Memory));
            _left = Array.ConvertAll(All, s => Enumerable.Range(0, horizon).Select(step => Math.Pow(s.Damping, step)).ToArray());
        }

        internal SeasonSettings[] All { get; }

        internal SeenSeason[] Seen { get; }

        internal double[] Memories { get; }

        internal double ErrorOf(Compared bucket, int way) => bucket.Actual - SeasonView.Carried(bucket.Seasons[_seenOf[way]], bucket.Changes[_changeOf[way]], _left[way][bucket.Step]);
    }
}
