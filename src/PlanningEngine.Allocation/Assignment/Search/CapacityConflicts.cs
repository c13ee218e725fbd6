using System.Globalization;

namespace PlanningEngine.Allocation.Assignment.Search;

/// <summary>Says in words why no plan exists.</summary>
internal static class CapacityConflicts
{
    public static IReadOnlyList<string> Describe(AssignmentModel model, string job, string agent)
    {
        var found = new List<string>();
        var least = 0.0;
        for (var j = 0; j < model.Jobs; j++)
        {
            var (smallest, shortBy) = (long.MaxValue, long.MaxValue);
            for (var i = 0; i < model.Agents; i++)
            {
                var load = model.Load[i * model.Jobs + j];
                smallest = Math.Min(smallest, load);
                shortBy = Math.Min(shortBy, Math.Max(0, load - model.Capacity[i]));
            }

            least += smallest;
            if (shortBy > 0)
                found.Add(Text($"The {job} ({j}) fits no {agent}. Maybe raise one capacity by {shortBy}."));
        }

        var room = model.Capacity.OrderDescending().Take(model.OpenLimit).Sum(capacity => (double)capacity);
        if (least > room)
            found.Add(Text($"The {model.Jobs} {job}s need {least} at least, but the {model.OpenLimit} largest capacities of the {agent}s add up to {room}. Maybe add {least - room}."));
        if (found.Count == 0)
            found.Add(Text($"Every {job} fits somewhere and the total fits, but no way to pack the {model.Jobs} {job}s whole into the {agent}s exists. Maybe raise the tightest capacities or split a {job}."));
        return found;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
