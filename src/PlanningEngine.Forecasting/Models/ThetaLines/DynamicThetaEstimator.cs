using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace PlanningEngine.Forecasting.Models.ThetaLines;

/// <summary>The least sum of squared one-step errors of the dynamic optimised Theta model.</summary>
/// <remarks>
/// The straight lines up to each observation do not depend on the parameters. The level starts at l and forgets it by 1 - alpha each step, so that for a given alpha the one-step error
/// is linear in l and in 1 - 1 / theta: both follow from their normal equations, and the search is over alpha alone, which runs over vector lanes on ever finer grids.
/// </remarks>
internal sealed class DynamicThetaEstimator
{
    private const double SmallestAlpha = 0.1;
    private const double LargestAlpha = 0.99;
    private const int Width = 8;
    private const int FirstBlocks = 3;
    private const double Finest = 1e-5;

    /// <summary>The level has hardly found its way before: these errors do not count.</summary>
    private const int Skipped = 3;

    /// <summary>Share of the variation of l's or the lines' part that must not follow from the other, or they cannot be told apart.</summary>
    private const double LeastOfItsOwn = 1e-10;

    private readonly double[] _y;
    private readonly double[] _slopes;
    private readonly double[] _intercepts;

    /// <summary>Prepares.</summary>
    /// <param name="y">Observations without NaN, at least four.</param>
    internal DynamicThetaEstimator(double[] y)
    {
        _y = y;
        (_slopes, _intercepts) = (new double[y.Length], new double[y.Length]);
        var line = new RunningLine();
        for (var t = 0; t < y.Length; t++)
        {
            (_slopes[t], _intercepts[t]) = (line.Slope, line.Intercept);
            line.Observe(y[t]);
        }
    }

    /// <summary>Fits.</summary>
    internal DynamicThetaFit Fit()
    {
        var points = FirstBlocks * Width;
        var step = (LargestAlpha - SmallestAlpha) / (points - 1);
        var best = Search(SmallestAlpha, step, FirstBlocks);
        while (step > Finest)
        {
            // The grid between the best point's neighbours, which it holds again between its fourth and fifth point.
            var (from, to) = (Math.Max(SmallestAlpha, best.Alpha - step), Math.Min(LargestAlpha, best.Alpha + step));
            step = (to - from) / (Width - 1);
            var finer = Search(from, step, 1);
            best = finer.Sum <= best.Sum ? finer : best;
        }

        return best;
    }

    /// <summary>The best point at a given alpha: what a grid of a single value gives.</summary>
    internal DynamicThetaFit At(double alpha) => Search(alpha, 0, 1);

    private DynamicThetaFit Search(double from, double step, int blocks)
    {
        DynamicThetaFit? best = null;
        for (var block = 0; block < blocks; block++)
        {
            var first = from + block * Width * step;
            var alphas = Vector512.Create(first, first + step, first + 2 * step, first + 3 * step, first + 4 * step, first + 5 * step, first + 6 * step, first + 7 * step);
            var sums = Accumulate(alphas);
            for (var lane = 0; lane < Width; lane++)
            {
                var fit = sums.Least(lane, Math.Clamp(alphas[lane], SmallestAlpha, LargestAlpha), _y[0]);
                best = best is null || fit.Sum < best.Sum ? fit : best;
            }
        }

        return best!;
    }

    /// <summary>One pass over the history: error = r - l p - tilt g, with r the error of a level from the first observation, l how far the first level is from it, p what is left of that, g the lines' part.</summary>
    private Sums Accumulate(Lanes alpha)
    {
        var keep = Lanes.One - alpha;
        var perAlpha = Lanes.One / alpha;
        var (level, left) = (Vector512.Create(_y[0]), Lanes.One);
        var sums = new Sums();
        for (var t = 0; t < _y.Length; t++)
        {
            var error = Vector512.Create(_y[t]) - level;
            if (t >= Skipped)
            {
                var lines = left * _intercepts[t] + (Lanes.One - left * keep) * perAlpha * _slopes[t];
                sums.Add(error, left, lines);
            }

            level = Vector512.FusedMultiplyAdd(alpha, error, level);
            left *= keep;
        }

        return sums;
    }

    /// <summary>Sums of products over the errors that count.</summary>
    private struct Sums
    {
        private Lanes _rr;
        private Lanes _rp;
        private Lanes _rg;
        private Lanes _pp;
        private Lanes _pg;
        private Lanes _gg;

        internal void Add(Lanes r, Lanes p, Lanes g)
        {
            _rr = Vector512.FusedMultiplyAdd(r, r, _rr);
            _rp = Vector512.FusedMultiplyAdd(r, p, _rp);
            _rg = Vector512.FusedMultiplyAdd(r, g, _rg);
            _pp = Vector512.FusedMultiplyAdd(p, p, _pp);
            _pg = Vector512.FusedMultiplyAdd(p, g, _pg);
            _gg = Vector512.FusedMultiplyAdd(g, g, _gg);
        }

        /// <summary>The least sum of squares of a lane over any first level and a tilt between 0 and 1.</summary>
        internal readonly DynamicThetaFit Least(int lane, double alpha, double origin)
        {
            var (rp, rg, pp, pg, gg) = (_rp[lane], _rg[lane], _pp[lane], _pg[lane], _gg[lane]);
            var own = gg - pg * pg / pp;
            var tilt = own > LeastOfItsOwn * gg ? Math.Clamp((rg - pg * rp / pp) / own, 0, 1) : 0;
            var first = (rp - tilt * pg) / pp;
            var sum = _rr[lane] - 2 * (first * rp + tilt * rg) + first * first * pp + 2 * first * tilt * pg + tilt * tilt * gg;
            return new DynamicThetaFit(origin + first, alpha, tilt, Math.Max(0, sum));
        }
    }
}
