namespace PlanningEngine.Allocation.Territories;

/// <summary>Prices of the balance bands and the bound they prove.</summary>
/// <remarks>
/// With the bands priced, every account goes by itself to the rep where cost plus priced size is least; what the prices charge for the bands is taken off. Any prices give a bound (Geoffrion, Mathematical
/// Programming Study 2, 1974), the best ones that of the linear relaxation. They are found by Newton's method on the dual in which "the least" is smoothed to a log-sum-exp, at falling temperatures (Nesterov,
/// Mathematical Programming 103, 2005): it has one variable per band only. Contiguity is left out of the bound.
/// </remarks>
internal sealed class BalancePrices
{
    private const int StepsPerTemperature = 12;
    private const double Cooling = 0.45;
    private const double LastTemperature = 2e-4;

    private readonly BandedAssignment _model;
    private readonly double _costScale;
    private readonly double[] _sizeScale;
    private readonly double[] _value;
    private readonly int[] _likely;
    private readonly double[] _gradient;
    private readonly double[][] _curvature;
    private readonly int _count;

    public BalancePrices(BandedAssignment model)
    {
        _model = model;
        _count = model.Reps * model.Measured;
        _value = new double[model.Reps];
        _likely = new int[model.Reps];
        _gradient = new double[_count];
        _curvature = [.. Enumerable.Range(0, _count).Select(_ => new double[_count])];
        _sizeScale = [.. model.Target.Select(target => target.Sum() is var sum && sum > 0 ? sum / model.Reps : 1)];
        _costScale = TypicalSpread();
        Prices = new double[_count];
        Choice = new int[model.Accounts];
        Offer(Prices);
    }

    /// <summary>Prices of the best bound, <c>[measure * Reps + rep]</c> per unit of size; positive at the upper end of the band, negative at the lower.</summary>
    public double[] Prices { get; private set; }

    /// <summary>No plan costs less.</summary>
    public double Bound { get; private set; } = double.NegativeInfinity;

    /// <summary>Rep of each account at the best prices.</summary>
    public int[] Choice { get; private set; }

    /// <summary>Takes prices from elsewhere as the start, when they prove more.</summary>
    public void Offer(double[] prices)
    {
        var choice = new int[_model.Accounts];
        var bound = Evaluate(prices, choice);
        if (bound > Bound)
            (Bound, Prices, Choice) = (bound, (double[])prices.Clone(), choice);
    }

    /// <summary>Raises the bound to that of the linear relaxation, nearly.</summary>
    /// <param name="heat">First temperature as a part of the typical cost step: 1 from scratch, less from prices that are nearly right.</param>
    /// <param name="cancellationToken">Stops the ascent.</param>
    public void Raise(double heat, CancellationToken cancellationToken)
    {
        var scaled = new double[_count];
        for (var i = 0; i < _count; i++)
            scaled[i] = Prices[i] * _sizeScale[i / _model.Reps] / _costScale;
        var ceiling = _model.LargestCost;
        for (var temperature = heat; temperature > LastTemperature && Bound <= ceiling; temperature *= Cooling)
        {
            for (var step = 0; step < StepsPerTemperature; step++)
            {
                if (cancellationToken.IsCancellationRequested)
                    return;
                if (!Newton(scaled, temperature))
                    break;
            }

            Offer([.. scaled.Select((price, i) => price * _costScale / _sizeScale[i / _model.Reps])]);
        }
    }

    /// <summary>Cost of a pair at the best prices.</summary>
    public double Priced(int account, int rep)
    {
        var cost = _model.Cost[account * _model.Reps + rep];
        for (var m = 0; m < _model.Measured; m++)
            cost += Prices[m * _model.Reps + rep] * _model.Size[m][account];
        return cost;
    }

    /// <summary>The bound that prices prove.</summary>
    private double Evaluate(double[] prices, int[] choice)
    {
        var bound = 0.0;
        for (var account = 0; account < _model.Accounts; account++)
        {
            var least = double.PositiveInfinity;
            for (var rep = 0; rep < _model.Reps; rep++)
            {
                var value = _model.Cost[account * _model.Reps + rep];
                for (var m = 0; m < _model.Measured; m++)
                    value += prices[m * _model.Reps + rep] * _model.Size[m][account];
                if (value < least)
                    (least, choice[account]) = (value, rep);
            }

            bound += least;
        }

        for (var i = 0; i < _count; i++)
            bound -= prices[i] * (prices[i] > 0 ? _model.Most : _model.Least)[i / _model.Reps][i % _model.Reps];
        return bound;
    }

    /// <summary>One step of the smoothed ascent.</summary>
    /// <returns>False when there is nothing more to gain at this temperature.</returns>
    private bool Newton(double[] price, double temperature)
    {
        var before = Smoothed(price, temperature, derivatives: true);
        var slope = (double[])_gradient.Clone();
        var direction = (double[])_gradient.Clone();
        if (!Cholesky.Solve(_curvature, direction))
            return false;
        var gain = 0.0;
        for (var i = 0; i < _count; i++)
            gain += slope[i] * direction[i];
        if (!(gain > 1e-4 * temperature))
            return false;
        var tried = new double[_count];
        for (var length = 1.0; length > 1e-6; length /= 2)
        {
            for (var i = 0; i < _count; i++)
                tried[i] = price[i] + length * direction[i];
            if (Smoothed(tried, temperature, derivatives: false) < before + 0.05 * length * gain)
                continue;
            tried.CopyTo(price, 0);
            return true;
        }

        return false;
    }

    /// <summary>The smoothed dual in scaled units, and its gradient and negative curvature when asked for.</summary>
    private double Smoothed(double[] price, double temperature, bool derivatives)
    {
        if (derivatives)
        {
            Array.Clear(_gradient);
            foreach (var row in _curvature)
                Array.Clear(row);
        }

        var total = 0.0;
        for (var account = 0; account < _model.Accounts; account++)
            total += Soft(price, account, temperature, derivatives);
        var reps = _model.Reps;
        for (var i = 0; i < _count; i++)
        {
            var (least, most) = (_model.Least[i / reps][i % reps] / _sizeScale[i / reps], _model.Most[i / reps][i % reps] / _sizeScale[i / reps]);
            var (middle, half) = ((least + most) / 2, (most - least) / 2);
            var root = Math.Sqrt(price[i] * price[i] + temperature * temperature);
            total -= middle * price[i] + half * root;
            if (!derivatives)
                continue;
            _gradient[i] -= middle + half * price[i] / root;
            _curvature[i][i] += half * temperature * temperature / (root * root * root) + 1e-9;
        }

        return total;
    }

    private double Soft(double[] price, int account, double temperature, bool derivatives)
    {
        var (reps, measures) = (_model.Reps, _model.Measured);
        var least = double.PositiveInfinity;
        for (var rep = 0; rep < reps; rep++)
        {
            var value = _model.Cost[account * reps + rep] / _costScale;
            for (var m = 0; m < measures; m++)
                value += price[m * reps + rep] * _model.Size[m][account] / _sizeScale[m];
            _value[rep] = value;
            least = Math.Min(least, value);
        }

        var (sum, likely) = (0.0, 0);
        for (var rep = 0; rep < reps; rep++)
        {
            if (_value[rep] - least > 30 * temperature)
                continue;
            _value[rep] = Math.Exp((least - _value[rep]) / temperature);
            sum += _value[rep];
            _likely[likely++] = rep;
        }

        if (derivatives)
            Curve(account, temperature, sum, likely);
        return least - temperature * Math.Log(sum);
    }

    private void Curve(int account, double temperature, double sum, int likely)
    {
        var (reps, measures) = (_model.Reps, _model.Measured);
        for (var m = 0; m < measures; m++)
        {
            var size = _model.Size[m][account] / _sizeScale[m];
            for (var i = 0; i < likely; i++)
            {
                var share = _value[_likely[i]] / sum;
                var row = _curvature[m * reps + _likely[i]];
                _gradient[m * reps + _likely[i]] += size * share;
                for (var other = 0; other <= m; other++)
                {
                    var both = size * _model.Size[other][account] / _sizeScale[other] * share / temperature;
                    row[other * reps + _likely[i]] += both;
                    for (var k = 0; k < likely && (other < m || k <= i); k++)
                        row[other * reps + _likely[k]] -= both * _value[_likely[k]] / sum;
                }
            }
        }
    }

    /// <summary>Mean distance from the cheapest to the fourth cheapest rep of an account.</summary>
    private double TypicalSpread()
    {
        var total = 0.0;
        for (var account = 0; account < _model.Accounts; account++)
        {
            var row = _model.Cost.AsSpan(account * _model.Reps, _model.Reps).ToArray();
            Array.Sort(row);
            var last = Array.FindLastIndex(row, Math.Min(3, row.Length - 1), double.IsFinite);
            total += last > 0 ? row[last] - row[0] : 0;
        }

        return total > 0 ? total / _model.Accounts : 1;
    }
}
