namespace PlanningEngine.Forecasting.MachineLearning.Seasons;

/// <summary>The sums of a ridge regression that grows row by row, solved by Cholesky's factorisation.</summary>
internal sealed class RidgeSums(int count)
{
    private const double Least = 1e-6;
    private readonly double[] _products = new double[count * count];
    private readonly double[] _targets = new double[count];

    /// <summary>Adds a row.</summary>
    internal void Add(ReadOnlySpan<double> row, double target, double weight)
    {
        for (var i = 0; i < count; i++)
        {
            var scaled = weight * row[i];
            _targets[i] += scaled * target;
            for (var j = 0; j <= i; j++)
                _products[(i * count) + j] += scaled * row[j];
        }
    }

    /// <summary>The coefficients.</summary>
    /// <param name="penalty">Penalty on the square of each, but for the first.</param>
    /// <param name="all">Whether the first is penalised as well.</param>
    internal double[] Solve(double penalty, bool all = false)
    {
        var lower = (double[])_products.Clone();
        var solution = (double[])_targets.Clone();
        for (var i = 0; i < count; i++)
        {
            lower[(i * count) + i] += i > 0 || all ? penalty + Least : Least;
            for (var j = 0; j <= i; j++)
            {
                var sum = lower[(i * count) + j];
                for (var k = 0; k < j; k++)
                    sum -= lower[(i * count) + k] * lower[(j * count) + k];
                lower[(i * count) + j] = i == j ? Math.Sqrt(Math.Max(sum, Least * Least)) : sum / lower[(j * count) + j];
            }

            for (var k = 0; k < i; k++)
                solution[i] -= lower[(i * count) + k] * solution[k];
            solution[i] /= lower[(i * count) + i];
        }

        for (var i = count - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < count; k++)
                solution[i] -= lower[(k * count) + i] * solution[k];
            solution[i] /= lower[(i * count) + i];
        }

        return solution;
    }
}
