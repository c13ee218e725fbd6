using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace PlanningEngine.Data.Reporting;

/// <summary>
/// All reporting sets of a database: names, types, lengths and precisions from the database model, descriptions from the
/// entities' documentation, what is shown from <see cref="ReportingSets"/>. Immutable and safe to share.
/// </summary>
public sealed class ReportingCatalogue
{
    private readonly Dictionary<string, ReportingSet> _sets;

    private ReportingCatalogue(IReadOnlyList<ReportingSet> sets)
    {
        Sets = sets;
        _sets = sets.ToDictionary(s => s.Name, StringComparer.Ordinal);
    }

    /// <summary>All sets, dimensions first.</summary>
    public IReadOnlyList<ReportingSet> Sets { get; }

    /// <summary>Finds a set by its public name.</summary>
    public ReportingSet? Find(string name) => _sets.GetValueOrDefault(name);

    /// <summary>Reads the sets off the database model.</summary>
    /// <param name="model">The model of a <see cref="PlanningContext"/>.</param>
    public static ReportingCatalogue Build(IModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var descriptions = XmlDescriptions.Of(typeof(ReportingCatalogue).Assembly);
        var sets = ReportingSets.All.Select(definition => BuildSet(definition, model, descriptions)).ToArray();
        Connect(sets);
        return new(sets);
    }

    private static ReportingSet BuildSet(ReportingSetDefinition definition, IModel model, XmlDescriptions descriptions)
    {
        var entity = model.FindEntityType(definition.Entity)
            ?? throw new ArgumentException($"The model lacks the entity ({definition.Entity.Name}).", nameof(model));
        var key = entity.FindPrimaryKey()!.Properties.Single().Name;
        var columns = PropertiesInOrder(definition.Entity, key)
            .Where(p => !ReportingSets.Hidden.Contains(p.Name) && p.PropertyType != typeof(byte[]))
            .Select(p => BuildColumn(definition, entity.FindProperty(p.Name)!, p, descriptions, p.Name == key))
            .ToArray();
        return new(definition.Name, entity.GetTableName()!, columns)
        {
            Description = definition.Description ?? descriptions.Of(definition.Entity),
            Visibility = definition.Visibility,
            PlanKind = definition.PlanKind,
        };
    }

    /// <summary>The key, then the entity's own properties, then those it inherits, each in the order of the source.</summary>
    private static IEnumerable<PropertyInfo> PropertiesInOrder(Type entity, string key) =>
        entity.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .OrderBy(p => p.Name == key ? 0 : 1).ThenBy(p => Distance(entity, p.DeclaringType!)).ThenBy(p => p.MetadataToken);

    private static int Distance(Type entity, Type declaring) => entity == declaring ? 0 : 1 + Distance(entity.BaseType!, declaring);

    private static ReportingColumn BuildColumn(
        ReportingSetDefinition definition, IProperty property, PropertyInfo source, XmlDescriptions descriptions, bool isKey)
    {
        var type = TypeOf(property.ClrType);
        var labels = LabelsOf(property.ClrType);
        var description = descriptions.Of(source);
        return new()
        {
            Name = isKey && definition.KeyName is { } name ? name : property.Name,
            SqlName = property.GetColumnName(),
            Type = type,
            IsNullable = property.IsNullable,
            MaxLength = labels.Count > 0 ? labels.Values.Max(l => l.Length) : type == ReportingType.Text ? property.GetMaxLength() : null,
            Precision = type == ReportingType.Money ? property.GetPrecision() : null,
            Scale = type == ReportingType.Money ? property.GetScale() : null,
            Description = labels.Count == 0 ? description : $"{description} One of {string.Join(", ", labels.Values)}.",
            Labels = labels,
            IsAdditive = definition.Additive.Contains(property.Name),
        };
    }

    private static ReportingType TypeOf(Type clr)
    {
        var type = Nullable.GetUnderlyingType(clr) ?? clr;
        return type.IsEnum || type == typeof(string) ? ReportingType.Text
            : type == typeof(bool) ? ReportingType.Flag
            : type == typeof(int) ? ReportingType.Whole32
            : type == typeof(long) ? ReportingType.Whole64
            : type == typeof(double) ? ReportingType.Real
            : type == typeof(decimal) ? ReportingType.Money
            : type == typeof(DateTime) ? ReportingType.Moment
            : throw new ArgumentException($"A column of type ({type.Name}) cannot be reported. Maybe hide it or add a reporting type.", nameof(clr));
    }

    private static Dictionary<int, string> LabelsOf(Type clr)
    {
        var type = Nullable.GetUnderlyingType(clr) ?? clr;
        return type.IsEnum
            ? Enum.GetValuesAsUnderlyingType(type).Cast<int>().ToDictionary(v => v, v => Enum.GetName(type, v)!)
            : [];
    }

    /// <summary>A column whose name ends in another set's key leads there.</summary>
    private static void Connect(IReadOnlyList<ReportingSet> sets)
    {
        var targets = sets.Where(s => !s.IsFact).ToArray();
        foreach (var set in sets)
            foreach (var column in set.Columns.Skip(1))
            {
                var target = targets.FirstOrDefault(t => column.Name.EndsWith(t.Key.Name, StringComparison.Ordinal) && column.Type == t.Key.Type);
                if (target is not null)
                    set.Add(new(ReportingSets.NavigationNames.GetValueOrDefault(column.Name, column.Name[..^"Key".Length]), column, target));
            }
    }
}
