using CsCheck;
using PlanningEngine.Forecasting.Numerics;
using PlanningEngine.Forecasting.Reconciliation;

namespace PlanningEngine.Forecasting.Tests.Reconciliation;

public sealed class ReconcilerTests
{
    /// <summary>A total, two regions and two products crossed, four bottom series.</summary>
    private static readonly Hierarchy Crossed = new(4, [[0, 1, 2, 3], [0, 1], [2, 3], [0, 2], [1, 3]]);

    private static readonly double[][] Errors = Vectors(12, Crossed.Nodes, 5);

    private static readonly Gen<double[]> Forecasts = Gen.Double[-100, 100].Array[Crossed.Nodes];

    public static TheoryData<string> Methods => ["bottom-up", "top-down", "ols", "structural", "variance", "mint"];

    private static Reconciler Create(string method) => method switch
    {
        "bottom-up" => Reconciler.BottomUp(Crossed),
        "top-down" => Reconciler.TopDown(Crossed, [1, 2, 3, 4]),
        "ols" => Reconciler.OrdinaryLeastSquares(Crossed),
        "structural" => Reconciler.StructuralLeastSquares(Crossed),
        "variance" => Reconciler.VarianceLeastSquares(Crossed, Errors),
        _ => Reconciler.MinimumTrace(Crossed, Errors),
    };

    [Theory]
    [MemberData(nameof(Methods))]
    public void Reconcile_AnyForecasts_AddUp(string method)
    {
        var reconciler = Create(method);
        Forecasts.Sample(forecasts =>
        {
            var nodes = reconciler.Reconcile(forecasts);
            var sums = Crossed.Sum(nodes.AsSpan(Crossed.Aggregates));
            for (var i = 0; i < nodes.Length; i++)
                Assert.Equal(sums[i], nodes[i], 1e-9);
        });
    }

    [Theory]
    [InlineData("bottom-up")]
    [InlineData("ols")]
    [InlineData("structural")]
    [InlineData("variance")]
    [InlineData("mint")]
    public void Reconcile_ForecastsThatAddUp_StayAsTheyAre(string method)
    {
        var reconciler = Create(method);
        Gen.Double[-100, 100].Array[4].Sample(bottom =>
        {
            var nodes = Crossed.Sum(bottom);
            var again = reconciler.Reconcile(nodes);
            for (var i = 0; i < nodes.Length; i++)
                Assert.Equal(nodes[i], again[i], 1e-7);
        });
    }

    /// <summary>Against the textbook's dense formula (S' W^-1 S)^-1 S' W^-1 y.</summary>
    [Fact]
    public void Reconcile_MinimumTrace_EqualsTheDenseFormula()
    {
        var reconciler = Reconciler.MinimumTrace(Crossed, Errors);
        var (n, m) = (Crossed.Nodes, Crossed.Bottom);
        var covariance = new double[n * n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                covariance[i * n + j] = (i == j ? 1 : 1 - reconciler.Shrinkage!.Value) * Errors.Average(e => e[i] * e[j]);
        double[] y = [90, 50, 45, 60, 20, 30, 15, 20, 10];
        var columns = Enumerable.Range(0, m).Select(j => Crossed.Sum([.. Enumerable.Range(0, m).Select(k => k == j ? 1.0 : 0)])).ToArray();
        var weighted = columns.Select(c => Solved(covariance, c)).ToArray();
        var normal = new double[m * m];
        var bottom = new double[m];
        for (var a = 0; a < m; a++)
        {
            bottom[a] = LeastSquares.Dot(weighted[a], y);
            for (var b = 0; b < m; b++)
                normal[a * m + b] = LeastSquares.Dot(weighted[a], columns[b]);
        }

        Assert.True(LeastSquares.Solve(normal, bottom));
        var expected = Crossed.Sum(bottom);
        var actual = reconciler.Reconcile(y, cancellationToken: TestContext.Current.CancellationToken);
        for (var i = 0; i < n; i++)
            Assert.Equal(expected[i], actual[i], 1e-8);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Reconcile_SomeCertain_TheyStayAndAllAddUp(string method)
    {
        var reconciler = Create(method);
        Gen.Select(Forecasts, Gen.Bool.Array[Crossed.Bottom], Gen.Bool).Sample((forecasts, certain, nonNegative) =>
        {
            var nodes = reconciler.Reconcile(forecasts, certain, nonNegative, CancellationToken.None);
            var sums = Crossed.Sum(nodes.AsSpan(Crossed.Aggregates));
            for (var i = 0; i < nodes.Length; i++)
                Assert.Equal(sums[i], nodes[i], 1e-9);
            for (var j = 0; j < certain.Length; j++)
                if (certain[j])
                    Assert.Equal(forecasts[Crossed.Aggregates + j], nodes[Crossed.Aggregates + j]);
                else if (nonNegative)
                    Assert.True(nodes[Crossed.Aggregates + j] >= -1e-9);
        });
    }

    /// <summary>What is certain is taken off the sums, its node and its errors out of the covariance: the rest is the same hierarchy without it.</summary>
    [Theory]
    [InlineData("ols")]
    [InlineData("variance")]
    [InlineData("mint")]
    public void Reconcile_SomeCertain_TheOthersAreThoseOfTheHierarchyWithoutThem(string method)
    {
        double[] y = [90, 50, 45, 60, 20, 30, 0, 20, 10];
        int[] kept = [0, 1, 2, 3, 4, 5, 7, 8];
        var covariance = new double[kept.Length * kept.Length];
        var drawn = method == "mint" ? Create(method).Shrinkage!.Value : 1;
        for (var i = 0; i < kept.Length; i++)
            for (var j = 0; j < kept.Length; j++)
                covariance[i * kept.Length + j] = method == "ols" ? (i == j ? 1 : 0) : (i == j ? 1 : 1 - drawn) * Errors.Average(e => e[kept[i]] * e[kept[j]]);
        var columns = new[] { 0, 2, 3 }.Select(j => Crossed.Sum([.. Enumerable.Range(0, 4).Select(k => k == j ? 1.0 : 0)])).Select(c => Array.ConvertAll(kept, i => c[i])).ToArray();
        var (normal, bottom) = (new double[9], new double[3]);
        for (var a = 0; a < 3; a++)
        {
            var weighted = Solved(covariance, columns[a]);
            bottom[a] = LeastSquares.Dot(weighted, Array.ConvertAll(kept, i => y[i]));
            for (var b = 0; b < 3; b++)
                normal[a * 3 + b] = LeastSquares.Dot(weighted, columns[b]);
        }

        Assert.True(LeastSquares.Solve(normal, bottom));
        var expected = Crossed.Sum([bottom[0], 0, bottom[1], bottom[2]]);
        var actual = Create(method).Reconcile(y, [false, true, false, false], nonNegative: false, TestContext.Current.CancellationToken);
        for (var i = 0; i < y.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-8);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Reconcile_AllCertain_AreTheirSums(string method)
    {
        double[] y = [90, 50, 45, 60, 20, 30, 0, 20, 10];

        Assert.Equal(Crossed.Sum(y.AsSpan(Crossed.Aggregates)), Create(method).Reconcile(y, [true, true, true, true], nonNegative: true, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Reconcile_CertaintyOfAnotherHierarchy_Throws() =>
        Assert.Throws<ArgumentException>(() => Create("ols").Reconcile(new double[Crossed.Nodes], new bool[3], nonNegative: false, TestContext.Current.CancellationToken));

    /// <summary>Against the definition in Schaefer and Strimmer, over all pairs.</summary>
    [Fact]
    public void MinimumTrace_Shrinkage_EqualsItsDefinition()
    {
        var (n, count) = (Crossed.Nodes, Errors.Length);
        var size = Enumerable.Range(0, n).Select(i => Math.Sqrt(Errors.Average(e => e[i] * e[i]))).ToArray();
        double variances = 0, squares = 0;
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
            {
                if (i == j)
                    continue;
                var products = Errors.Select(e => e[i] * e[j] / (size[i] * size[j])).ToArray();
                variances += (products.Sum(p => p * p) - products.Sum() * products.Sum() / count) / (count * (count - 1.0));
                squares += products.Average() * products.Average();
            }

        Assert.Equal(Math.Clamp(variances / squares, 0.01, 1), Reconciler.MinimumTrace(Crossed, Errors).Shrinkage!.Value, 1e-12);
    }

    [Fact]
    public void Reconcile_NonNegative_IsTheNearestPointWithoutNegatives()
    {
        var reconciler = Reconciler.StructuralLeastSquares(Crossed);
        double[] weights = [4, 2, 2, 2, 2, 1, 1, 1, 1];
        Forecasts.Sample(forecasts =>
        {
            double Distance(double[] nodes) => nodes.Select((v, i) => (v - forecasts[i]) * (v - forecasts[i]) / weights[i]).Sum();
            var nodes = reconciler.Reconcile(forecasts, nonNegative: true);
            var bottom = nodes[Crossed.Aggregates..];
            Assert.All(bottom, b => Assert.True(b >= -1e-9));
            for (var j = 0; j < bottom.Length; j++)
                foreach (var move in new[] { -1e-3, 1e-3 })
                {
                    var moved = (double[])bottom.Clone();
                    moved[j] = Math.Max(0, moved[j] + move);
                    Assert.True(Distance(nodes) <= Distance(Crossed.Sum(moved)) + 1e-7);
                }
        });
    }

    [Fact]
    public void Reconcile_ErrorsThatGoTogether_AreHalvedByMinimumTrace()
    {
        var random = new Random(2);
        var truth = Crossed.Sum([40, 30, 20, 10]);
        double[] Noise()
        {
            var shared = 6 * Some.Normal(random);
            return [.. Enumerable.Range(0, Crossed.Nodes).Select(i => i < Crossed.Aggregates ? Some.Normal(random) : shared + Some.Normal(random))];
        }

        var reconciler = Reconciler.MinimumTrace(Crossed, [.. Enumerable.Range(0, 40).Select(_ => Noise())]);
        double before = 0, after = 0;
        for (var k = 0; k < 200; k++)
        {
            double[] forecasts = [.. Noise().Select((e, i) => truth[i] + e)];
            var nodes = reconciler.Reconcile(forecasts, cancellationToken: TestContext.Current.CancellationToken);
            for (var i = Crossed.Aggregates; i < Crossed.Nodes; i++)
            {
                before += Math.Abs(forecasts[i] - truth[i]);
                after += Math.Abs(nodes[i] - truth[i]);
            }
        }

        Assert.True(after < before / 2, $"{after} after, {before} before");
    }

    [Fact]
    public void Reconcile_LargeTree_AddsUp()
    {
        const int Stores = 200, Items = 100;
        var tree = new Hierarchy(Stores * Items, [[.. Enumerable.Range(0, Stores * Items)], .. Enumerable.Range(0, Stores).Select(s => Enumerable.Range(s * Items, Items).ToArray())]);
        var forecasts = Vectors(1, tree.Nodes, 3)[0].Select(v => 10 + v).ToArray();
        var nodes = Reconciler.StructuralLeastSquares(tree).Reconcile(forecasts, nonNegative: true, TestContext.Current.CancellationToken);
        Assert.Equal(nodes[(Stores + 1)..].Sum(), nodes[0], 1e-9 * Math.Abs(nodes[0]));
    }

    [Fact]
    public void Hierarchy_AllThatIsWrong_IsSaidAtOnce()
    {
        var failure = Assert.Throws<ArgumentException>(() => new Hierarchy(2, [[], [0, 0], [2]]));
        Assert.Contains("Aggregate (0) adds up nothing", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Aggregate (1) names series (0) twice", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Aggregate (2) names series (2)", failure.Message, StringComparison.Ordinal);
    }

    private static double[] Solved(double[] matrix, double[] right)
    {
        var solution = (double[])right.Clone();
        Assert.True(LeastSquares.Solve((double[])matrix.Clone(), solution));
        return solution;
    }

    private static double[][] Vectors(int count, int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, length).Select(_ => 3 * Some.Normal(random)).ToArray())];
    }
}
