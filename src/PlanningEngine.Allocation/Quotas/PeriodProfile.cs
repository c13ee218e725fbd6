namespace PlanningEngine.Allocation.Quotas;

/// <summary>How the quota of a leaf is spread over the periods: season x activity x ramp x survival.</summary>
internal static class PeriodProfile
{
    /// <summary>Relative size of a leaf's periods; season and activity alone where its capacity never is above 0.</summary>
    public static double[] Of(QuotaProblem problem, QuotaNode node)
    {
        var profile = new double[problem.Seasonality?.Count ?? 1];
        var sum = Fill(profile, problem, node, node.Capacity);
        if (sum == 0)
            Fill(profile, problem, node, null);
        return profile;
    }

    /// <summary>Selling capacity over all periods; the season does not change what a seller can carry.</summary>
    public static double Capacity(QuotaProblem problem, QuotaNode node)
    {
        if (node.Capacity is not { } capacity)
            return 0;
        var sum = 0.0;
        for (var p = 0; p < (problem.Seasonality?.Count ?? 1); p++)
            sum += capacity.PerPeriod * capacity.Share(p) * (node.Activity?[p] ?? 1);
        return sum;
    }

    private static double Fill(double[] profile, QuotaProblem problem, QuotaNode node, SellingCapacity? capacity)
    {
        var sum = 0.0;
        for (var p = 0; p < profile.Length; p++)
            sum += profile[p] = (problem.Seasonality?[p] ?? 1) * (node.Activity?[p] ?? 1) * (capacity?.Share(p) ?? 1);
        return sum;
    }
}
