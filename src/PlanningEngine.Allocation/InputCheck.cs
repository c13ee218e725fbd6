using System.Globalization;

namespace PlanningEngine.Allocation;

/// <summary>Collects the violations of one input; shared by the validators of the problem kinds.</summary>
internal sealed class InputCheck
{
    /// <summary>Largest quantity or amount of money.</summary>
    public const double Largest = 1e15;

    private readonly List<Violation> _found = [];

    public IReadOnlyList<Violation> Found => _found;

    /// <summary>Adds a violation unless a rule holds.</summary>
    public bool Require(bool holds, string code, string subject, FormattableString message)
    {
        if (!holds)
            _found.Add(new Violation(code, subject, message.ToString(CultureInfo.InvariantCulture)));
        return holds;
    }

    /// <summary>An id is not empty and not taken.</summary>
    public bool Id(string? id, string kind, string list, int position, HashSet<string> taken) =>
        Require(!string.IsNullOrWhiteSpace(id), "EMPTY", $"{list}[{position}].Id", $"The id ({id}) of the {kind} at position {position} must not be empty. Maybe use its key or code.")
        && Require(taken.Add(id!), "DUPLICATE", $"{list}[{id}].Id", $"The id ({id}) of the {kind} at position {position} must be unique. Maybe two rows of the source were not merged.");

    /// <summary>A number is finite and lies in [least, most].</summary>
    public bool Number(double value, string name, string owner, string subject, double least = 0, double most = Largest)
    {
        if (!Require(double.IsFinite(value), "NOT_FINITE", subject, $"The {name} ({value:R}) of {owner} must be a finite number. Maybe a missing value was read as a number."))
            return false;
        if (value < 0 && least == 0)
            return Require(false, "NEGATIVE", subject, $"The {name} ({value:R}) of {owner} must not be negative. Maybe set it to 0.");
        return Require(value >= least && value <= most, value > most && most == Largest ? "TOO_LARGE" : "OUT_OF_RANGE", subject,
            $"The {name} ({value:R}) of {owner} must lie between {least:R} and {most:R}. Maybe its unit is another: 80 % is 0.8, a million is 1000000.");
    }

    /// <exception cref="InvalidProblemException">Something was found.</exception>
    public static void ThrowIfAny(IReadOnlyList<Violation> violations)
    {
        if (violations.Count > 0)
            throw new InvalidProblemException(violations);
    }
}
