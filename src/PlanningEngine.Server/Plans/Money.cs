using System.Globalization;

namespace PlanningEngine.Server.Plans;

/// <summary>Money on the wire.</summary>
internal static class Money
{
    /// <summary>Largest amount that a column keeps to the cent.</summary>
    public const decimal Largest = 10_000_000_000_000m;

    /// <summary>The amount of a message; null where it is absent, no number, or too large.</summary>
    public static decimal? Read(Google.Type.Decimal? message) =>
        message is not null && decimal.TryParse(message.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && Math.Abs(amount) <= Largest ? amount : null;

    /// <summary>The message of an amount, with at least two decimals.</summary>
    public static Google.Type.Decimal ToMessage(decimal amount) => new() { Value = amount.ToString("0.00##", CultureInfo.InvariantCulture) };

    /// <summary>A computed amount as a column takes it: four decimals, and within its range.</summary>
    public static decimal Of(double amount) => double.IsFinite(amount) ? decimal.Round((decimal)Math.Clamp(amount, -1e14, 1e14), 4) : 0;

    /// <summary>True for whole cents.</summary>
    public static bool IsWholeCents(decimal amount) => decimal.Round(amount, 2) == amount;
}
