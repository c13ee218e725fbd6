namespace PlanningEngine.Cli.Forecasting;

/// <summary>Times that are whole numbers (<see cref="IntegerForm"/>), as places on an axis without jumps.</summary>
internal static class IntegerTimes
{
    private const int CyclesSeen = 2;

    /// <summary>The series with its times as such places, and what they were read as; null where they are dates already, no whole numbers, or no axis that is beyond doubt.</summary>
    public static (FileSeries Series, string ReadAs)? Of(FileSeries series)
    {
        if (series.Dated || series.Times.Length < 2 || IntegerForm.Of(series.Times) is not { } form)
            return null;
        double[] places = [.. series.Times.Select(form.PlaceOf)];
        if (LeavesOut(places, form) || (form.ReadAs.Length == 0 && !HasUsualStep(places)))
            return null;
        var known = series.Known with { Times = [.. series.Known.Times.Select(t => double.IsNaN(t) ? t : form.PlaceOf(t))] };
        return (series with { Times = places, Known = known }, form.ReadAs);
    }

    /// <summary>Whether some place of the cycle is left out throughout, as the weekends of a shop, though the cycle was seen twice.</summary>
    public static bool LeavesOut(double[] places, IntegerForm form)
    {
        var step = Step(places);
        var phases = (int)Math.Max(1, form.ReadAs.Length == 0 ? form.Cycle : form.Cycle / step);
        return places[^1] - places[0] >= CyclesSeen * phases * step && places.Select(p => Math.Floor((p - places[0]) / step) % phases).Distinct().Count() < phases;
    }

    /// <summary>Whether most are one step apart.</summary>
    private static bool HasUsualStep(double[] places)
    {
        var step = Step(places);
        return 2 * places.Zip(places.Skip(1), (a, b) => b - a).Count(d => d == step) >= places.Length - 1;
    }

    private static double Step(double[] places) => places.Zip(places.Skip(1), (a, b) => b - a).Min();
}
