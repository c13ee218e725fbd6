using PlanningEngine.Forecasting.MachineLearning.Trees;

namespace PlanningEngine.Forecasting.MachineLearning.Regressors;

/// <summary>What regressors do over all series, by name and form: see <see cref="EffectPooling"/>.</summary>
/// <param name="All">Effects in the order of names and forms.</param>
internal sealed record PooledEffects(IReadOnlyList<PooledEffect> All)
{
    /// <summary>No regressors.</summary>
    internal static PooledEffects None { get; } = new([]);

    /// <summary>Position of a regressor among the effects; -1 where it was not there in training.</summary>
    internal int IndexOf(Regressor regressor)
    {
        for (var i = 0; i < All.Count; i++)
            if (All[i].Name == regressor.Name && All[i].Form == regressor.Form)
                return i;
        return -1;
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
    }

    internal static PooledEffects Read(BinaryReader reader)
    {
        var effects = new PooledEffect[BinaryFormat.ReadCount(reader)];
        for (var i = 0; i < effects.Length; i++)
        {
            effects[i] = new PooledEffect(reader.ReadString(), (RegressorForm)reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble());
            if (effects[i] is not { Form: RegressorForm.Linear or RegressorForm.Logarithmic, StandardError: >= 0 } || !double.IsFinite(effects[i].Coefficient))
                throw new InvalidDataException("The stored effects of regressors are damaged. Maybe train again.");
        }

        return new PooledEffects(effects);
    }
}
