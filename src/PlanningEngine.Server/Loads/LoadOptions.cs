using System.Text.Json;
using System.Text.Json.Serialization;
using PlanningEngine.Data.Loads;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Quality;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Loads.Rows;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Loads;

/// <summary>How one load is judged; kept with the load as JSON.</summary>
/// <param name="Severities">Severity per rule where it differs from the default.</param>
/// <param name="Duplicates">What to do with equal row keys, per set; ERROR where a set is not named.</param>
/// <param name="Weekly">True where series are checked by ISO week, false by month.</param>
internal sealed record LoadOptions(IReadOnlyDictionary<string, Severity> Severities, IReadOnlyDictionary<LoadSet, Wire.DuplicatePolicy> Duplicates, bool Weekly)
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    public TimeBucket Bucket => Weekly ? TimeBucket.Week : TimeBucket.Month;

    public Wire.DuplicatePolicy PolicyOf(LoadSet set) => Duplicates.GetValueOrDefault(set, Wire.DuplicatePolicy.Error);

    public static LoadOptions Of(Load load) => JsonSerializer.Deserialize<LoadOptions>(load.Options, Json)!;

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads a request's options and notes what is wrong with them.</summary>
    public static LoadOptions Read(Wire.OpenLoadRequest request, Violations violations)
    {
        var severities = new SortedDictionary<string, Severity>(StringComparer.Ordinal);
        foreach (var (rule, severity) in request.RuleSeverities)
        {
            violations.Require(QualityRules.All.Any(r => r.Id == rule), $"rule_severities[{rule}]", "unknown-rule",
                $"The rule ({rule}) does not exist. Maybe one of: {string.Join(", ", QualityRules.All.Select(r => r.Id))}.");
            violations.Require(severity is >= Wire.Severity.Off and <= Wire.Severity.Error, $"rule_severities[{rule}]", "unknown-severity",
                $"The severity of rule ({rule}) must be OFF, INFO, WARNING or ERROR. Maybe leave it out to get the default.");
            severities[rule] = FindingTexts.ToPlanning(severity);
        }

        var duplicates = new SortedDictionary<LoadSet, Wire.DuplicatePolicy>();
        foreach (var (name, policy) in request.DuplicatePolicies)
        {
            var field = $"duplicate_policies[{name}]";
            if (!violations.Require(Enum.TryParse<LoadSet>(name, out var set) && name == set.ToString() && !set.IsDimension(), field, "unknown-set",
                $"The set ({name}) has no row keys. Maybe one of: {string.Join(", ", LoadSets.All.Except(LoadSets.Dimensions))}."))
                continue;
            violations.Require(policy is >= Wire.DuplicatePolicy.Unspecified and <= Wire.DuplicatePolicy.Last, field, "unknown-policy",
                $"The policy for set ({name}) must be ERROR, SUM, FIRST or LAST. Maybe leave it out to get ERROR.");
            violations.Require(policy != Wire.DuplicatePolicy.Sum || set.CanSum(), field, "cannot-sum",
                $"The rows of set ({name}) cannot be added up. Maybe use LAST.");
            duplicates[set] = policy == Wire.DuplicatePolicy.Unspecified ? Wire.DuplicatePolicy.Error : policy;
        }

        violations.Require(Enum.IsDefined(request.Bucket), "bucket", "unknown-bucket", "The bucket must be WEEK or MONTH. Maybe leave it out to get MONTH.");
        return new LoadOptions(severities, duplicates, request.Bucket == Wire.LoadBucket.Week);
    }
}
