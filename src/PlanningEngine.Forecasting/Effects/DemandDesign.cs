namespace PlanningEngine.Forecasting.Effects;

/// <summary>
/// The columns that explain a history: its level, a line with bends, the seasons' harmonics, the regressors, then their drifts. Columns of a group share one shrinkage; level and line have none.
/// </summary>
internal sealed class DemandDesign
{
    private const int MostBends = 24;
    private const int BucketsPerBend = 4;
    private const int MostHarmonics = 8;
    private const int LongestFullSeason = 24;

    private readonly List<double[]> _columns = [];
    private readonly List<int> _groups = [];
    private readonly int[] _driftOf;

    /// <summary>Builds the columns.</summary>
    /// <param name="length">Buckets.</param>
    /// <param name="periods">Lengths of cycles; those seen less than twice are left out.</param>
    /// <param name="regressors">One column per regressor, at least as long as the history.</param>
    internal DemandDesign(int length, IEnumerable<int> periods, IReadOnlyList<double[]> regressors)
    {
        var bends = Math.Min(MostBends, (length - 1) / BucketsPerBend);
        Add(length, 0, _ => 1);
        Add(length, 0, t => (t - (length - 1) / 2.0) / length);
        for (var bend = 1; bend < bends; bend++)
        {
            var at = bend * (length - 1.0) / bends;
            Add(length, 1, t => Math.Max(0, t - at) / length);
        }

        var group = 2;
        foreach (var period in periods.Where(p => p > 1 && 2 * p <= length).Distinct())
        {
            // An even cycle has no sine at its highest frequency.
            var harmonics = period <= LongestFullSeason ? period / 2 : MostHarmonics;
            for (var k = 1; k <= harmonics; k++)
            {
                var frequency = 2 * Math.PI * k / period;
                Add(length, group, t => Math.Cos(frequency * (t % period)));
                if (2 * k != period)
                    Add(length, group, t => Math.Sin(frequency * (t % period)));
            }

            group++;
        }

        FirstRegressor = _columns.Count;
        foreach (var regressor in regressors)
            Add(length, group++, t => regressor[t]);
        _driftOf = new int[regressors.Count];
        for (var i = 0; i < regressors.Count; i++)
        {
            _driftOf[i] = -1;
            if (EffectDrift.Ages(regressors[i], length) is not { } ages)
                continue;
            _driftOf[i] = _columns.Count;
            var regressor = regressors[i];
            Add(length, group++, t => regressor[t] * ages[t]);
        }

        GroupCount = group;
    }

    /// <summary>Columns, one value per bucket.</summary>
    internal IReadOnlyList<double[]> Columns => _columns;

    /// <summary>Group of each column; group 0 is not shrunken.</summary>
    internal IReadOnlyList<int> Groups => _groups;

    /// <summary>Number of groups.</summary>
    internal int GroupCount { get; }

    /// <summary>Index of the first regressor's column.</summary>
    internal int FirstRegressor { get; }

    /// <summary>Index of the column of each regressor's drift; -1 where none is looked for.</summary>
    internal IReadOnlyList<int> DriftOf => _driftOf;

    private void Add(int length, int group, Func<int, double> value)
    {
        var column = new double[length];
        for (var t = 0; t < length; t++)
            column[t] = value(t);
        _columns.Add(column);
        _groups.Add(group);
    }
}
