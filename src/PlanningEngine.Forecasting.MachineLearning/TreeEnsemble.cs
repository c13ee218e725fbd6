using Microsoft.ML.Trainers.FastTree;

namespace PlanningEngine.Forecasting.MachineLearning;

/// <summary>Boosted regression trees as flat arrays: a fast walk, and a stored form that holds numbers only and therefore runs nothing when loaded.</summary>
internal sealed class TreeEnsemble
{
    private readonly int[] _roots;
    private readonly int[] _features;
    private readonly float[] _thresholds;
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly double[] _values;
    private readonly double _bias;

    private TreeEnsemble(int[] roots, int[] features, float[] thresholds, int[] left, int[] right, double[] values, double bias)
    {
        (_roots, _features, _thresholds, _left, _right, _values, _bias) = (roots, features, thresholds, left, right, values, bias);
    }

    /// <summary>Flattens a trained ensemble: inner nodes and leaves share one index space, a leaf has feature -1.</summary>
    internal static TreeEnsemble From(RegressionTreeEnsemble trained)
    {
        List<int> roots = [], features = [], left = [], right = [];
        List<float> thresholds = [];
        List<double> values = [];
        for (var i = 0; i < trained.Trees.Count; i++)
        {
            var tree = trained.Trees[i];
            var weight = trained.TreeWeights[i];
            var start = features.Count;
            var nodes = tree.NumberOfNodes;
            roots.Add(start);
            int Index(int child) => child >= 0 ? start + child : start + nodes + ~child;
            for (var node = 0; node < nodes; node++)
            {
                features.Add(tree.NumericalSplitFeatureIndexes[node]);
                thresholds.Add(tree.NumericalSplitThresholds[node]);
                left.Add(Index(tree.LeftChild[node]));
                right.Add(Index(tree.RightChild[node]));
                values.Add(0);
            }

            foreach (var value in tree.LeafValues)
            {
                features.Add(-1);
                thresholds.Add(0);
                left.Add(0);
                right.Add(0);
                values.Add(weight * value);
            }
        }

        return new TreeEnsemble([.. roots], [.. features], [.. thresholds], [.. left], [.. right], [.. values], trained.Bias);
    }

    /// <summary>Score of one row of features.</summary>
    internal double Score(ReadOnlySpan<float> row)
    {
        var sum = _bias;
        foreach (var root in _roots)
        {
            var node = root;
            while (_features[node] >= 0)
                node = row[_features[node]] <= _thresholds[node] ? _left[node] : _right[node];
            sum += _values[node];
        }

        return sum;
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(_bias);
        writer.Write(_roots.Length);
        foreach (var root in _roots)
            writer.Write(root);
        writer.Write(_features.Length);
        for (var i = 0; i < _features.Length; i++)
        {
            writer.Write(_features[i]);
            writer.Write(_thresholds[i]);
            writer.Write(_left[i]);
            writer.Write(_right[i]);
            writer.Write(_values[i]);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote; children must come after their parent, so that a walk ends.</summary>
    internal static TreeEnsemble Read(BinaryReader reader, int featureCount)
    {
        var bias = reader.ReadDouble();
        var roots = new int[BinaryFormat.ReadCount(reader)];
        for (var i = 0; i < roots.Length; i++)
            roots[i] = reader.ReadInt32();
        var count = BinaryFormat.ReadCount(reader);
        var (features, thresholds, left, right, values) = (new int[count], new float[count], new int[count], new int[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            features[i] = reader.ReadInt32();
            thresholds[i] = reader.ReadSingle();
            left[i] = reader.ReadInt32();
            right[i] = reader.ReadInt32();
            values[i] = reader.ReadDouble();
            var inner = features[i] >= 0;
            if (features[i] >= featureCount || (inner && (left[i] <= i || right[i] <= i || left[i] >= count || right[i] >= count)))
                throw new InvalidDataException("The stored trees are damaged: a node points outside its tree. Maybe train again.");
        }

        if (Array.Exists(roots, r => r < 0 || r >= count))
            throw new InvalidDataException("The stored trees are damaged: a root is missing. Maybe train again.");
        return new TreeEnsemble(roots, features, thresholds, left, right, values, bias);
    }
}
