using Microsoft.ML.Trainers.FastTree;

namespace PlanningEngine.Forecasting.MachineLearning.Trees;

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

    /// <summary>Takes over what ML.NET trained.</summary>
    internal static TreeEnsemble From(RegressionTreeEnsemble trained)
    {
        var builder = new Builder();
        for (var i = 0; i < trained.Trees.Count; i++)
        {
            var tree = trained.Trees[i];
            builder.AddTree(
                [.. tree.NumericalSplitFeatureIndexes], [.. tree.NumericalSplitThresholds], [.. tree.LeftChild], [.. tree.RightChild], [.. tree.LeafValues], trained.TreeWeights[i]);
        }

        return builder.Build(trained.Bias);
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

    /// <summary>Puts trees one behind the other: inner nodes and leaves share one index space, a leaf has feature -1.</summary>
    internal sealed class Builder
    {
        private readonly List<int> _roots = [], _features = [], _left = [], _right = [];
        private readonly List<float> _thresholds = [];
        private readonly List<double> _values = [];

        /// <summary>Adds a tree as LightGBM and ML.NET write it: a child that is not negative is a node, any other the complement of a leaf.</summary>
        internal void AddTree(int[] features, float[] thresholds, int[] left, int[] right, double[] leaves, double weight)
        {
            var start = _features.Count;
            int Index(int child) => child >= 0 ? start + child : start + features.Length + ~child;
            _roots.Add(start);
            for (var node = 0; node < features.Length; node++)
                Add(features[node], thresholds[node], Index(left[node]), Index(right[node]), 0);
            foreach (var leaf in leaves)
                Add(-1, 0, 0, 0, weight * leaf);
        }

        internal TreeEnsemble Build(double bias) => new([.. _roots], [.. _features], [.. _thresholds], [.. _left], [.. _right], [.. _values], bias);

        private void Add(int feature, float threshold, int left, int right, double value)
        {
            _features.Add(feature);
            _thresholds.Add(threshold);
            _left.Add(left);
            _right.Add(right);
            _values.Add(value);
        }
    }
}
