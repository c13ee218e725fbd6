using System.Runtime.Intrinsics;
using PlanningEngine.Forecasting.Numerics;
using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace PlanningEngine.Forecasting.Models.Arima;

/// <summary>
/// Eight stationary and invertible processes of one order at once, one per vector lane: w[t] = sum phi[i] w[t - i] + e[t] + sum theta[i] e[t - i], errors of variance 1, the seasonal
/// polynomials multiplied out. Gives what the exact likelihood starts from.
/// </summary>
internal sealed class ArmaProcess
{
    private readonly ArimaOrder _order;
    private readonly int _pastValues;
    private readonly int _pastErrors;
    private readonly int[] _lagsOfValues;
    private readonly int[] _lagsOfErrors;
    private readonly LaneBuffer _factor;
    private readonly LaneBuffer _products;
    private readonly LaneBuffer _covariances;
    private readonly LaneBuffer _responses;
    private readonly LaneBuffer _levinson;

    /// <summary>Prepares for the processes of one order, whose orders without season are below its period.</summary>
    /// <param name="order">The order.</param>
    /// <param name="arena">Where vectors stand.</param>
    internal ArmaProcess(ArimaOrder order, LaneArena arena)
    {
        _order = order;
        _pastValues = order.P + order.SeasonalP * order.Period;
        _pastErrors = order.Q + order.SeasonalQ * order.Period;
        _lagsOfValues = Lags(order.P, order.SeasonalP, order.Period);
        _lagsOfErrors = Lags(order.Q, order.SeasonalQ, order.Period);
        Size = Math.Max(_pastValues, _pastErrors + 1);
        Phi = arena.Take(Size);
        Theta = arena.Take(Size);
        Covariances = arena.Take(Size);
        Gain = arena.Take(Size);
        _factor = arena.Take(Math.Max(Math.Max(order.P, order.Q), Math.Max(order.SeasonalP, order.SeasonalQ)));
        _products = arena.Take(_pastErrors + 1);
        _covariances = arena.Take(Size + _pastErrors);
        _responses = arena.Take(Size);
        _levinson = arena.Take(_pastValues * (_pastValues + 1) / 2);
    }

    /// <summary>Length of the state: the larger of the autoregressive order and one more than the moving-average order.</summary>
    internal int Size { get; }

    /// <summary>Coefficients of past values, multiplied out, with zeros up to <see cref="Size"/>.</summary>
    internal LaneBuffer Phi { get; }

    /// <summary>Coefficients of past errors, multiplied out, with zeros up to <see cref="Size"/>.</summary>
    internal LaneBuffer Theta { get; }

    /// <summary>Autocovariances of w, from lag 0 to <see cref="Size"/> - 1.</summary>
    internal LaneBuffer Covariances { get; }

    /// <summary>Covariance of each element of the next state with this observation, before anything was observed.</summary>
    internal LaneBuffer Gain { get; }

    /// <summary>Takes parameters and computes everything.</summary>
    /// <param name="point">
    /// Parameters in the order p, q, seasonal P, seasonal Q, any real numbers: each u stands for the partial autocorrelation u / sqrt(1 + u^2) of its factor, which is then stationary or
    /// invertible (Barndorff-Nielsen and Schou 1973).
    /// </param>
    internal void Set(ReadOnlySpan<Lanes> point)
    {
        Span<Lanes> phi = Phi.Span, theta = Theta.Span;
        phi.Clear();
        theta.Clear();
        var (p, q, seasonalP) = (_order.P, _order.Q, _order.SeasonalP);
        Factor(point[..p]).CopyTo(phi);
        Multiply(phi, p, Factor(point.Slice(p + q, seasonalP)), -1);
        var factor = Factor(point.Slice(p, q));
        for (var i = 0; i < q; i++)
            theta[i] = -factor[i];
        factor = Factor(point[(p + q + seasonalP)..]);
        for (var i = 0; i < factor.Length; i++)
            factor[i] = -factor[i];
        Multiply(theta, q, factor, 1);
        Autocovariances();
        Gains();
    }

    /// <summary>Coefficients of an autoregression from its partial autocorrelations (Durbin's recursion).</summary>
    private Span<Lanes> Factor(ReadOnlySpan<Lanes> point)
    {
        var factor = _factor.Span[..point.Length];
        for (var k = 0; k < point.Length; k++)
        {
            var partial = point[k] / Vector512.Sqrt(Lanes.One + point[k] * point[k]);
            for (int i = 0, j = k - 1; i <= j; i++, j--)
            {
                var (low, high) = (factor[i], factor[j]);
                factor[i] = low - partial * high;
                factor[j] = high - partial * low;
            }

            factor[k] = partial;
        }

        return factor;
    }

    /// <summary>Multiplies a polynomial by one in powers of the cycle. Products have a sign: minus for past values, plus for past errors.</summary>
    private void Multiply(Span<Lanes> polynomial, int degree, ReadOnlySpan<Lanes> seasonal, double sign)
    {
        for (var cycle = seasonal.Length; cycle >= 1; cycle--)
        {
            var coefficient = seasonal[cycle - 1];
            var lag = cycle * _order.Period;
            for (var i = 0; i < degree; i++)
                polynomial[lag + i] += sign * coefficient * polynomial[i];
            polynomial[lag - 1] += coefficient;
        }
    }

    /// <summary>Those of the autoregression alone by running Durbin's recursion backwards for the partial autocorrelations, then those of w as the moving average makes them.</summary>
    private void Autocovariances()
    {
        var (p, q) = (_pastValues, _pastErrors);
        var u = _covariances.Span;
        ReadOnlySpan<Lanes> phi = Phi.Span, products = _products.Span;
        var covariances = Covariances.Span;
        for (var k = p; k >= 1; k--)
        {
            var level = Level(k);
            if (k == p)
                phi[..p].CopyTo(level);
            var partial = level[k - 1];
            var scale = Lanes.One / (Lanes.One - partial * partial);
            u[0] = k == p ? scale : u[0] * scale;
            var below = Level(k - 1);
            for (var i = 0; i < below.Length; i++)
                below[i] = (level[i] + partial * level[k - 2 - i]) * scale;
        }

        if (p == 0)
            u[0] = Lanes.One;
        var variance = u[0];
        for (var k = 1; k < u.Length; k++)
        {
            var sum = Lanes.Zero;
            if (k <= p)
            {
                var below = Level(k - 1);
                for (var i = 0; i < below.Length; i++)
                    sum += below[i] * u[k - 1 - i];
                var partial = Level(k)[k - 1];
                sum += partial * variance;
                variance *= Lanes.One - partial * partial;
            }
            else
            {
                foreach (var lag in _lagsOfValues)
                    sum += phi[lag - 1] * u[k - lag];
            }

            u[k] = sum;
        }

        ProductsOfErrors();
        for (var k = 0; k < Size; k++)
        {
            var sum = products[0] * u[k];
            for (var d = 1; d <= q; d++)
                sum += products[d] * (u[Math.Abs(k - d)] + u[k + d]);
            covariances[k] = sum;
        }
    }

    /// <summary>Sums of products of the moving average's coefficients, the first being 1, at each distance.</summary>
    private void ProductsOfErrors()
    {
        Span<Lanes> products = _products.Span, theta = Theta.Span;
        products.Clear();
        products[0] = Lanes.One;
        foreach (var lag in _lagsOfErrors)
        {
            products[lag] += theta[lag - 1];
            foreach (var other in _lagsOfErrors)
                if (other <= lag)
                    products[lag - other] += theta[lag - 1] * theta[other - 1];
        }
    }

    private void Gains()
    {
        ReadOnlySpan<Lanes> phi = Phi.Span, theta = Theta.Span, covariances = Covariances.Span;
        Span<Lanes> responses = _responses.Span, gain = Gain.Span;
        for (var k = 0; k < Size; k++)
        {
            var response = k == 0 ? Lanes.One : k <= _pastErrors ? theta[k - 1] : Lanes.Zero;
            foreach (var lag in _lagsOfValues)
                if (lag <= k)
                    response += phi[lag - 1] * responses[k - lag];
            responses[k] = response;
        }

        for (var i = 1; i <= Size; i++)
        {
            var sum = Lanes.Zero;
            foreach (var lag in _lagsOfValues)
                if (lag >= i)
                    sum += phi[lag - 1] * covariances[lag - i];
            foreach (var lag in _lagsOfErrors)
                if (lag >= i)
                    sum += theta[lag - 1] * responses[lag - i];
            gain[i - 1] = sum;
        }
    }

    private Span<Lanes> Level(int k) => _levinson.Span.Slice(k * (k - 1) / 2, k);

    /// <summary>The lags at which the product of a polynomial and a seasonal one has coefficients.</summary>
    private static int[] Lags(int degree, int seasonal, int period) =>
        [.. Enumerable.Range(0, seasonal + 1).SelectMany(cycle => Enumerable.Range(0, degree + 1).Select(lag => cycle * period + lag)).Where(lag => lag > 0).Order()];
}
