using System.Globalization;

namespace PlanningEngine.Forecasting.MachineLearning.Trees;

/// <summary>Reads LightGBM's model text: numbers only, one block per tree. Features are never missing and never categorical here, so every split is "at most the threshold goes left".</summary>
internal static class LightGbmText
{
    /// <summary>The trees of a model text.</summary>
    /// <param name="text">What the library wrote.</param>
    /// <exception cref="FormatException">It is not such a text.</exception>
    internal static TreeEnsemble Parse(string text)
    {
        var builder = new TreeEnsemble.Builder();
        Dictionary<string, string>? tree = null;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var split = line.IndexOf('=');
            if (line.StartsWith("Tree=") || line.SequenceEqual("end of trees"))
            {
                if (tree is not null)
                    Add(tree, builder);
                tree = line[0] == 'T' ? new Dictionary<string, string>(StringComparer.Ordinal) : null;
            }
            else if (tree is not null && split > 0)
                tree[line[..split].ToString()] = line[(split + 1)..].ToString();
        }

        return builder.Build(bias: 0);
    }

    private static void Add(Dictionary<string, string> tree, TreeEnsemble.Builder builder)
    {
        T[] Read<T>(string name)
            where T : ISpanParsable<T> =>
            !tree.TryGetValue(name, out var text) ? throw new FormatException($"The model text has a tree without {name}. Maybe the library is of another version.")
            : [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => T.Parse(number, CultureInfo.InvariantCulture))];

        var leaves = Read<double>("leaf_value");
        if (leaves.Length == 1)
            builder.AddTree([], [], [], [], leaves, weight: 1);
        else
            builder.AddTree(Read<int>("split_feature"), [.. Read<double>("threshold").Select(Below)], Read<int>("left_child"), Read<int>("right_child"), leaves, weight: 1);
    }

    /// <summary>The largest single-precision number that is not above a threshold: comparing features with it decides the same.</summary>
    private static float Below(double threshold)
    {
        var single = (float)threshold;
        return single > threshold ? MathF.BitDecrement(single) : single;
    }
}
