using PlanningEngine.Forecasting.MachineLearning.Trees;

namespace PlanningEngine.Forecasting.MachineLearning.Regressors;

/// <summary>What regressors do over all series, by name and form (see <see cref="EffectPooling"/>), and how groups of series and single ones depart from that (see <see cref="Departures"/>).</summary>
/// <param name="All">Effects in the order of names and forms.</param>
internal sealed record PooledEffects(IReadOnlyList<PooledEffect> All)
{
    /// <summary>No regressors.</summary>
    internal static PooledEffects None { get; } = new([]);

    /// <summary>Departures of attributes, those of few values first.</summary>
    internal IReadOnlyList<AttributeDepartures> Groups { get; init; } = [];

    /// <summary>Per effect how strongly the departure of a single series is drawn to none; infinite where series do not depart, and empty where none was learned.</summary>
    internal double[] OwnPenalties { get; init; } = [];

    /// <summary>Per effect the variance of the departures of single series; 0 where they do not depart.</summary>
    internal double[] OwnVariances { get; init; } = [];

    /// <summary>Ordinal of the first bucket of <see cref="Shared"/>.</summary>
    internal int First { get; init; }

    /// <summary>What all series shared by bucket, so that it is not taken for a response.</summary>
    internal double[] Shared { get; init; } = [];

    /// <summary>Position of a regressor among the effects; -1 where it was not there in training.</summary>
    internal int IndexOf(Regressor regressor)
    {
        for (var i = 0; i < All.Count; i++)
            if (All[i].Name == regressor.Name && All[i].Form == regressor.Form)
                return i;
        return -1;
    }

    /// <summary>Coefficients for a series of some attributes.</summary>
    internal double[] CoefficientsOf(TimeSeries series)
    {
        double[] coefficients = [.. All.Select(e => e.Coefficient)];
        foreach (var group in Groups)
            if (series.Attributes.TryGetValue(group.Name, out var value) && Array.BinarySearch(group.Values, value, StringComparer.Ordinal) is >= 0 and var at)
                for (var k = 0; k < coefficients.Length; k++)
                    coefficients[k] += group.Coefficients[at][k];
        for (var k = 0; k < coefficients.Length; k++)
            coefficients[k] = Bounded(All[k].Form, coefficients[k]);
        return coefficients;
    }

    /// <summary>A coefficient of a form: demand does not rise with the price.</summary>
    internal static double Bounded(RegressorForm form, double coefficient) => form == RegressorForm.Price ? Math.Min(0, coefficient) : coefficient;

    /// <summary>Effects on series of some attributes.</summary>
    internal IReadOnlyList<PooledEffect> On(TimeSeries series)
    {
        var coefficients = CoefficientsOf(series);
        return [.. All.Select((e, k) => e with { Coefficient = coefficients[k] })];
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(All.Count);
        foreach (var effect in All)
        {
            writer.Write(effect.Name);
            writer.Write((int)effect.Form);
            writer.Write(effect.Coefficient);
            writer.Write(effect.StandardError);
        }

        writer.Write(Groups.Count);
        foreach (var group in Groups)
        {
            writer.Write(group.Name);
            writer.Write(group.Values.Length);
            for (var i = 0; i < group.Values.Length; i++)
            {
                writer.Write(group.Values[i]);
                BinaryFormat.WriteDoubles(writer, group.Coefficients[i]);
            }
        }

        BinaryFormat.WriteDoubles(writer, OwnPenalties);
        BinaryFormat.WriteDoubles(writer, OwnVariances);
        writer.Write(First);
        BinaryFormat.WriteDoubles(writer, Shared);
    }

    internal static PooledEffects Read(BinaryReader reader)
    {
        var effects = new PooledEffect[BinaryFormat.ReadCount(reader)];
        for (var i = 0; i < effects.Length; i++)
            effects[i] = new PooledEffect(reader.ReadString(), (RegressorForm)reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble());
        var groups = new AttributeDepartures[BinaryFormat.ReadCount(reader)];
        for (var i = 0; i < groups.Length; i++)
        {
            var (name, count) = (reader.ReadString(), BinaryFormat.ReadCount(reader));
            var (values, coefficients) = (new string[count], new double[count][]);
            for (var v = 0; v < count; v++)
                (values[v], coefficients[v]) = (reader.ReadString(), BinaryFormat.ReadDoubles(reader));
            groups[i] = new AttributeDepartures(name, values, coefficients);
        }

        var read = new PooledEffects(effects) { Groups = groups, OwnPenalties = BinaryFormat.ReadDoubles(reader), OwnVariances = BinaryFormat.ReadDoubles(reader), First = reader.ReadInt32(), Shared = BinaryFormat.ReadDoubles(reader) };
        return read.IsSound() ? read : throw new InvalidDataException("The stored effects of regressors are damaged. Maybe train again.");
    }

    private bool IsSound() =>
        All.All(e => e is { Form: RegressorForm.Linear or RegressorForm.Logarithmic or RegressorForm.Price, StandardError: >= 0 } && double.IsFinite(e.Coefficient))
        && Groups.All(g => Array.TrueForAll(g.Coefficients, c => c.Length == All.Count && Array.TrueForAll(c, double.IsFinite)))
        && OwnPenalties.Length is var own && (own == 0 || own == All.Count) && OwnVariances.Length == own && Array.TrueForAll(OwnVariances, v => v >= 0) && Array.TrueForAll(OwnPenalties, p => p > 0) && Array.TrueForAll(Shared, s => s > 0);
}
