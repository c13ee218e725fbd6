using System.Numerics;
using System.Runtime.InteropServices;

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
        AddProducts(row, weight);
        AddTarget(row, target, weight);
    }

    /// <summary>Adds a row's products with itself alone.</summary>
    internal void AddProducts(ReadOnlySpan<double> row, double weight)
    {
        for (var i = 0; i < count; i++)
            // The lower triangle is what counts; a vector may reach beyond it, which nobody reads.
            AddScaled(row, weight * row[i], _products.AsSpan(i * count, count), i + 1);
    }

    /// <summary>Adds a row's products with what it should give alone.</summary>
    internal void AddTarget(ReadOnlySpan<double> row, double target, double weight)
    {
        if (weight == 1)
        {
            AddScaled(row, target, _targets);
            return;
        }

        for (var i = 0; i < count; i++)
            _targets[i] += weight * row[i] * target;
    }

    /// <summary>Takes over products that were summed before.</summary>
    internal void StartFrom(RidgeSums products) => products._products.CopyTo(_products, 0);

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

    /// <summary>Adds a row times a number to sums, each in its own place.</summary>
    internal static void AddScaled(ReadOnlySpan<double> row, double scale, Span<double> sums) => AddScaled(row, scale, sums, sums.Length);

    private static void AddScaled(ReadOnlySpan<double> row, double scale, Span<double> sums, int least)
    {
        var next = 0;
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(row);
        var into = MemoryMarshal.Cast<double, Vector<double>>(sums);
        for (var v = 0; v < into.Length && next < least; v++, next += Vector<double>.Count)
            into[v] += vectors[v] * scale;
        for (; next < least; next++)
            sums[next] += row[next] * scale;
    }
}
