using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.MachineLearning;

namespace PlanningEngine.Tests.Business;

/// <summary>
/// Weekly items that share a season, of which some are odd: levels that shift, outliers, launches, a customer that went wild a year ago, noise four times as large. Ordinary items of one seed are the same however many odd
/// ones there are among them, so that what these do to their intervals can be seen.
/// </summary>
internal static class OddSeries
{
    internal const int Known = 98;
    internal const int Horizon = 13;
    internal const string Ordinary = "ordinary";
    private const int Year = 52;
    private const int Length = Known + Horizon;
    private const double UsualNoise = 0.2;

    /// <summary>Dates of the weeks.</summary>
    internal static TimeAxis Axis { get; } = new(new DateOnly(2022, 1, 3), AxisUnit.Days, 7);

    private static readonly string[] Kinds = ["shifts", "outliers", "launch", "wild", "noise"];

    /// <summary>Draws items.</summary>
    /// <param name="count">How many.</param>
    /// <param name="share">Share of odd ones, spread evenly over all.</param>
    /// <param name="seed">Seed of all of them.</param>
    /// <param name="surroundings">What else there is.</param>
    internal static OddItem[] Draw(int count, double share, int seed, OddSurroundings surroundings)
    {
        var all = new GeneratedDemand(7_919 * seed);
        var phases = Enumerable.Range(0, 3).Select(_ => all.Between(0, 2 * Math.PI)).ToArray();
        double[] season = [.. Enumerable.Range(0, Length).Select(t => 1 + phases.Select((phase, i) => 0.2 / (1 + i) * Math.Sin(2 * Math.PI * (1 + i) * t / Year + phase)).Sum())];
        if (surroundings == OddSurroundings.SharedTime)
        {
            var shared = 0.0;
            for (var t = 0; t < Length; t++)
                season[t] *= Math.Exp(shared = 0.7 * shared + 0.06 * all.Normal());
        }

        return [.. Enumerable.Range(0, count).Select(i => Item(i, (int)(i * share), (int)((i + 1) * share), new GeneratedDemand(100_003 * seed + i), season, surroundings))];
    }

    private static OddItem Item(int number, int oddBefore, int oddUpToHere, GeneratedDemand demand, double[] season, OddSurroundings surroundings)
    {
        var group = oddUpToHere > oddBefore ? Kinds[oddBefore % Kinds.Length] : Ordinary;
        var level = Math.Exp(demand.Between(Math.Log(200), Math.Log(3000)));
        var noise = surroundings == OddSurroundings.UnequalNoise ? UsualNoise * Math.Exp(0.7 * demand.Normal()) : group == "noise" ? 4 * UsualNoise : UsualNoise;
        var first = group == "launch" ? Known - demand.Random.Next(20, 75) : 0;
        var (values, drift, moved) = (new double[Length], 0.0, 0.0);
        for (var t = 0; t < Length; t++)
        {
            drift += 0.01 * demand.Normal();
            var gone = group == "wild" && t > Year;
            if (group == "shifts" && demand.Chance(0.04))
                moved = demand.Between(-1.2, 1.2);
            if (gone)
                moved += 0.1 * demand.Normal();
            var rate = level * season[t] * Math.Exp(drift + moved) * (group == "launch" ? 1 - 0.9 * Math.Exp(-(t - first) / 20.0) : 1);
            var spread = gone ? 0.7 : noise;
            var outlier = group == "outliers" && demand.Chance(0.06) ? demand.Between(4, 20) : 1;
            values[t] = demand.Count(Math.Max(0, rate) * outlier * Math.Exp(spread * demand.Normal() - spread * spread / 2));
        }

        return new OddItem(new TimeSeries($"item {number:000}", values[first..Known], Year, first), values[Known..], group);
    }
}

/// <summary>What else there is about odd items.</summary>
internal enum OddSurroundings
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The noise of each item is its own, most between half and twice the usual.</summary>
    UnequalNoise,

    /// <summary>Errors of one week go together.</summary>
    SharedTime,
}

/// <summary>One item.</summary>
/// <param name="Known">Its history.</param>
/// <param name="Actual">What was demanded after it.</param>
/// <param name="Group">Ordinary, or the kind of oddness.</param>
internal sealed record OddItem(TimeSeries Known, double[] Actual, string Group);
