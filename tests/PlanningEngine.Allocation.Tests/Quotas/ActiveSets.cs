using PlanningEngine.Allocation.Quotas;

namespace PlanningEngine.Allocation.Tests.Quotas;

/// <summary>Every combination of free, at the least and at the most, each solved as dense linear equations: the best feasible one is the optimum.</summary>
internal static class ActiveSets
{
    /// <summary>Six nodes at most, no measure near zero, so that the objective has its plain form.</summary>
    public static QuotaProblem TinyProblem(int seed)
    {
        var random = new Random(seed);
        var nodes = new QuotaNode[random.Next(2, 7)];
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = new QuotaNode($"{i}", i == 0 ? -1 : random.Next(0, i))
            {
                History = random.Next(1, 10),
                Potential = random.Next(1, 10),
                Weight = random.Next(1, 4),
                Target = i == 0 ? 100 : null,
                Minimum = i > 0 && random.Next(3) == 0 ? random.Next(0, 30) : null,
                Maximum = i > 0 && random.Next(2) == 0 ? random.Next(20, 70) : null,
                OverAssignment = random.Next(2) == 0 ? 0.1m : 0,
            };
        }

        return new QuotaProblem(nodes) { Fairness = random.Next(3) * 0.4 };
    }

    public static double Best(QuotaProblem problem, QuotaCertificate certificate)
    {
        var nodes = problem.Nodes;
        var best = double.PositiveInfinity;
        for (var code = 0; code < (int)Math.Pow(3, nodes.Count - 1); code++)
        {
            var state = new int[nodes.Count];
            for (int i = 1, rest = code; i < nodes.Count; i++, rest /= 3)
                state[i] = rest % 3;
            if (Enumerable.Range(1, nodes.Count - 1).Any(i => state[i] == 2 && nodes[i].Maximum is null) || Solve(problem, certificate, state) is not { } x)
                continue;
            if (nodes.Select((n, i) => x[i] >= (double)(n.Minimum ?? 0) - 1e-9 && x[i] <= (double)(n.Maximum ?? 1_000_000) + 1e-9).All(within => within))
                best = Math.Min(best, nodes.Select((n, i) => Objective(problem, certificate, i, x[i])).Sum());
        }

        return best;
    }

    private static double Objective(QuotaProblem problem, QuotaCertificate certificate, int i, double x)
    {
        var (weight, f, r, g) = (problem.Nodes[i].Weight, problem.Fairness, certificate.Nodes[i].Reference, certificate.Nodes[i].Fair);
        return weight / 2 * ((1 - f) * (x - r) * (x - r) / r + f * (x - g) * (x - g) / g);
    }

    /// <summary>Stationarity of the free nodes, sums of the inner ones, the root at its target, the others at their bounds; null where singular.</summary>
    private static double[]? Solve(QuotaProblem problem, QuotaCertificate certificate, int[] state)
    {
        var nodes = problem.Nodes;
        var inner = Enumerable.Range(0, nodes.Count).Where(i => nodes.Any(n => n.Parent == i)).ToList();
        var size = nodes.Count + inner.Count;
        var a = new double[size, size + 1];
        for (var i = 0; i < nodes.Count; i++)
        {
            if (i == 0 || state[i] > 0)
            {
                (a[i, i], a[i, size]) = (1, i == 0 ? (double)nodes[0].Target! : state[i] == 1 ? (double)(nodes[i].Minimum ?? 0) : (double)nodes[i].Maximum!);
                continue;
            }

            var (f, r, g, w) = (problem.Fairness, certificate.Nodes[i].Reference, certificate.Nodes[i].Fair, nodes[i].Weight);
            (a[i, i], a[i, size]) = (w * ((1 - f) / r + f / g), w);
            a[i, nodes.Count + inner.IndexOf(nodes[i].Parent)] = -1;
            if (inner.IndexOf(i) is var own and >= 0)
                a[i, nodes.Count + own] = 1 + (double)nodes[i].OverAssignment;
        }

        for (var k = 0; k < inner.Count; k++)
        {
            a[nodes.Count + k, inner[k]] = -(1 + (double)nodes[inner[k]].OverAssignment);
            for (var c = 0; c < nodes.Count; c++)
                a[nodes.Count + k, c] += nodes[c].Parent == inner[k] ? 1 : 0;
        }

        return Eliminate(a, size)?[..nodes.Count];
    }

    private static double[]? Eliminate(double[,] a, int size)
    {
        for (var column = 0; column < size; column++)
        {
            var pivot = Enumerable.Range(column, size - column).MaxBy(r => Math.Abs(a[r, column]));
            if (Math.Abs(a[pivot, column]) < 1e-11)
                return null;
            for (var k = 0; k <= size; k++)
                (a[column, k], a[pivot, k]) = (a[pivot, k], a[column, k]);
            for (var r = 0; r < size; r++)
            {
                var factor = r == column ? 0 : a[r, column] / a[column, column];
                for (var k = column; factor != 0 && k <= size; k++)
                    a[r, k] -= factor * a[column, k];
            }
        }

        return [.. Enumerable.Range(0, size).Select(r => a[r, size] / a[r, r])];
    }
}
