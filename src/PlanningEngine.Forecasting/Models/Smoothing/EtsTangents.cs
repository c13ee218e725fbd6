using System.Runtime.Intrinsics;
using PlanningEngine.Forecasting.Numerics;
using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace PlanningEngine.Forecasting.Models.Smoothing;

/// <summary>Derivatives of alpha, beta, gamma and phi in the first eight parameters.</summary>
internal readonly record struct EtsSlopes(Lanes Alpha, Lanes Beta, Lanes Gamma, Lanes Phi);

/// <summary>
/// Derivatives of the residuals of a form: the recursions of <see cref="EtsLikelihood"/>, linearised along the path of one point and run forwards with one parameter per vector lane. Divisions are
/// needed along the path alone.
/// </summary>
internal sealed class EtsTangents
{
    private const int Width = 8;

    private readonly double[] _y;
    private readonly EtsForm _form;
    private readonly double[] _seasons;
    private readonly double[] _factors;
    private readonly LaneBuffer _states;
    private readonly LaneBuffer _ofSeasons;
    private readonly int _blocks;

    /// <summary>Prepares.</summary>
    /// <param name="y">Observations without NaN.</param>
    /// <param name="form">The form.</param>
    /// <param name="period">Length of the cycle, 1 without season.</param>
    /// <param name="parameters">Number of parameters.</param>
    /// <param name="arena">Where vectors stand.</param>
    internal EtsTangents(double[] y, EtsForm form, int period, int parameters, LaneArena arena)
    {
        (_y, _form, _seasons, _factors) = (y, form, new double[period], new double[form.Error == EtsPart.Multiplicative ? y.Length : 0]);
        _blocks = LaneNormalEquations.Blocks(parameters);
        _states = arena.Take(3 * _blocks);
        _ofSeasons = arena.Take(period * _blocks);
    }

    /// <summary>Computes the derivatives at a point.</summary>
    /// <param name="point">The point, as <see cref="EtsLikelihood"/> takes it.</param>
    /// <param name="smoothing">What its smoothing parameters stand for.</param>
    /// <param name="slopes">How these move with the first eight parameters.</param>
    /// <param name="residuals">The residuals at the point.</param>
    /// <param name="derivatives">Receives them, parameter i in lane i % 8 of block i / 8.</param>
    internal void Run(ReadOnlySpan<double> point, EtsParameters smoothing, in EtsSlopes slopes, ReadOnlySpan<double> residuals, Span<Lanes> derivatives)
    {
        Begin(point);
        var initial = point[_form.SmoothingParameters..];
        var (level, slope) = (initial[0], _form.Trend == EtsTrend.None ? 0 : initial[1]);
        if (_form.Season == EtsPart.None)
            RunPlain(level, slope, smoothing, slopes, derivatives);
        else
            RunSeasonal(level, slope, smoothing, slopes, derivatives);
        if (_form.Error == EtsPart.Multiplicative)
            Relate(residuals, derivatives);
    }

    /// <summary>Seasonal states of the path, and the derivatives of all initial states.</summary>
    private void Begin(ReadOnlySpan<double> point)
    {
        Span<Lanes> states = _states.Span, ofSeasons = _ofSeasons.Span;
        states.Clear();
        states[_form.SmoothingParameters / Width] = Unit(_form.SmoothingParameters);
        if (_form.Trend != EtsTrend.None)
            states[_blocks + (_form.SmoothingParameters + 1) / Width] = Unit(_form.SmoothingParameters + 1);
        if (_form.Season == EtsPart.None)
            return;
        var (first, last) = (point.Length - (_seasons.Length - 1), _seasons.Length - 1);
        point[first..].CopyTo(_seasons);
        _seasons[last] = _form.Season == EtsPart.Multiplicative ? _seasons.Length : 0;
        ofSeasons.Clear();
        for (var phase = 0; phase < last; phase++)
        {
            var unit = ofSeasons[phase * _blocks + (first + phase) / Width] = Unit(first + phase);
            ofSeasons[last * _blocks + (first + phase) / Width] -= unit;
            _seasons[last] -= _seasons[phase];
        }
    }

    /// <summary>Without season: at most five parameters, one block.</summary>
    private void RunPlain(double level, double slope, EtsParameters smoothing, in EtsSlopes by, Span<Lanes> derivatives)
    {
        var (alpha, beta, phi, relative) = (smoothing.Alpha, smoothing.Beta, smoothing.Phi, _form.Error == EtsPart.Multiplicative);
        var (kept, lost, damping) = (Vector512.Create(1 - alpha), Vector512.Create(-beta), Vector512.Create(phi));
        var (byAlpha, byBeta, byPhi) = (by.Alpha, by.Beta, by.Phi);
        var (ofLevel, ofSlope, ofMeans) = (_states.Span[0], _states.Span[1], Lanes.Zero);
        for (var t = 0; t < derivatives.Length; t++)
        {
            var y = _y[t];
            var mean = Math.FusedMultiplyAdd(phi, slope, level);
            var (error, before) = (Vector512.Create(y - mean), Vector512.Create(slope));
            level = Math.FusedMultiplyAdd(1 - alpha, mean, alpha * y);
            slope = Math.FusedMultiplyAdd(-beta, mean, Math.FusedMultiplyAdd(phi, slope, beta * y));

            var ofPhi = byPhi * before;
            var ofMean = Vector512.FusedMultiplyAdd(damping, ofSlope, ofLevel + ofPhi);
            ofLevel = Vector512.FusedMultiplyAdd(kept, ofMean, byAlpha * error);
            ofSlope = Vector512.FusedMultiplyAdd(lost, ofMean, Vector512.FusedMultiplyAdd(damping, ofSlope, Vector512.FusedMultiplyAdd(byBeta, error, ofPhi)));
            if (relative)
            {
                var perMean = 1 / mean;
                _factors[t] = y * perMean;
                ofMean *= Vector512.Create(perMean);
                ofMeans += ofMean;
            }

            derivatives[t] = -ofMean;
        }

        _states.Span[2] = ofMeans;
    }

    /// <summary>With season: states of all blocks stand side by side, so that their recursions overlap.</summary>
    private void RunSeasonal(double level, double slope, EtsParameters smoothing, in EtsSlopes by, Span<Lanes> derivatives)
    {
        var (alpha, beta, gamma, phi) = (smoothing.Alpha, smoothing.Beta, smoothing.Gamma, smoothing.Phi);
        var (relative, multiplies) = (_form.Error == EtsPart.Multiplicative, _form.Season == EtsPart.Multiplicative);
        var (kept, lost, forgotten, damping) = (Vector512.Create(1 - alpha), Vector512.Create(-beta), Vector512.Create(-gamma), Vector512.Create(phi));
        var count = _y.Length;
        var states = _states.Span;
        Span<Lanes> ofLevels = states[.._blocks], ofSlopes = states.Slice(_blocks, _blocks), ofMeans = states[(2 * _blocks)..];
        var phase = 0;
        for (var t = 0; t < count; t++)
        {
            var (y, season) = (_y[t], _seasons[phase]);
            var trend = Math.FusedMultiplyAdd(phi, slope, level);
            // What level and slope learn from and how it falls with the season; what the season learns from and how it falls with the trend; how the residual falls with either.
            double adjusted, toSeason, perSeason = 1, perTrend = 1, meanPerTrend = 1, meanPerSeason = 1;
            if (multiplies)
            {
                (meanPerTrend, meanPerSeason) = (1 / trend, 1 / season);
                var seasonal = y * meanPerTrend;
                adjusted = y * meanPerSeason;
                toSeason = seasonal - season;
                (perSeason, perTrend) = (adjusted * meanPerSeason, seasonal * meanPerTrend);
                _factors[t] = adjusted * meanPerTrend;
            }
            else
            {
                adjusted = y - season;
                toSeason = adjusted - trend;
                if (relative)
                {
                    meanPerTrend = meanPerSeason = 1 / (trend + season);
                    _factors[t] = y * meanPerTrend;
                }
            }

            var (error, errorOfSeason, before) = (Vector512.Create(adjusted - trend), Vector512.Create(toSeason), Vector512.Create(slope));
            level = Math.FusedMultiplyAdd(1 - alpha, trend, alpha * adjusted);
            slope = Math.FusedMultiplyAdd(-beta, trend, Math.FusedMultiplyAdd(phi, slope, beta * adjusted));
            _seasons[phase] = Math.FusedMultiplyAdd(gamma, toSeason, season);

            var (levelPerSeason, slopePerSeason, seasonPerTrend) = (Vector512.Create(-alpha * perSeason), Vector512.Create(-beta * perSeason), Vector512.Create(perTrend));
            var (byTrend, bySeason) = (Vector512.Create(-meanPerTrend), Vector512.Create(-meanPerSeason));
            var ofPhase = _ofSeasons.Span.Slice(phase * _blocks, _blocks);
            for (var block = 0; block < ofPhase.Length; block++)
            {
                var (ofSeason, ofLevel, ofSlope) = (ofPhase[block], ofLevels[block], ofSlopes[block]);
                Lanes fromLevel = levelPerSeason * ofSeason, fromSlope = slopePerSeason * ofSeason, fromSeason = ofSeason;
                if (block == 0)
                {
                    // Smoothing parameters stand in the first block.
                    var ofPhi = by.Phi * before;
                    ofLevel += ofPhi;
                    fromLevel = Vector512.FusedMultiplyAdd(by.Alpha, error, fromLevel);
                    fromSlope = Vector512.FusedMultiplyAdd(by.Beta, error, fromSlope + ofPhi);
                    fromSeason = Vector512.FusedMultiplyAdd(by.Gamma, errorOfSeason, fromSeason);
                }

                var ofTrend = Vector512.FusedMultiplyAdd(damping, ofSlope, ofLevel);
                ofLevels[block] = Vector512.FusedMultiplyAdd(kept, ofTrend, fromLevel);
                ofSlopes[block] = Vector512.FusedMultiplyAdd(lost, ofTrend, Vector512.FusedMultiplyAdd(damping, ofSlope, fromSlope));
                ofPhase[block] = Vector512.FusedMultiplyAdd(forgotten, Vector512.FusedMultiplyAdd(seasonPerTrend, ofTrend, ofSeason), fromSeason);
                var ofMean = Vector512.FusedMultiplyAdd(byTrend, ofTrend, bySeason * ofSeason);
                if (relative)
                    ofMeans[block] -= ofMean;
                derivatives[block * count + t] = ofMean;
            }

            phase = phase + 1 == _seasons.Length ? 0 : phase + 1;
        }
    }

    /// <summary>Residuals under multiplicative error are relative errors times the geometric mean of the means, which moves too.</summary>
    private void Relate(ReadOnlySpan<double> residuals, Span<Lanes> derivatives)
    {
        var (cross, square) = (0.0, 0.0);
        for (var t = 0; t < residuals.Length; t++)
        {
            var relative = _factors[t] - 1;
            cross += relative * residuals[t];
            square += relative * relative;
        }

        var geometricMean = Vector512.Create(cross / square);
        for (var block = 0; block < _blocks; block++)
        {
            var ofBlock = derivatives.Slice(block * residuals.Length, residuals.Length);
            var ofLogarithm = geometricMean * _states.Span[2 * _blocks + block] / residuals.Length;
            for (var t = 0; t < ofBlock.Length; t++)
                ofBlock[t] = Vector512.FusedMultiplyAdd(Vector512.Create(_factors[t]) * geometricMean, ofBlock[t], Vector512.Create(_factors[t] - 1) * ofLogarithm);
        }
    }

    /// <summary>One in the lane of a parameter.</summary>
    private static Lanes Unit(int parameter) => Lanes.Zero.WithElement(parameter % Width, 1);
}
