using Microsoft.OData.Edm;
using PlanningEngine.Data.Reporting;

namespace PlanningEngine.Server.Reporting.Metadata;

/// <summary>The reporting sets as an entity data model: what <c>$metadata</c> shows and what the URI parser checks names against.</summary>
internal sealed class FeedModel
{
    private const string Namespace = "PlanningEngine";
    private readonly Dictionary<string, EdmEntitySet> _sets = new(StringComparer.Ordinal);

    private FeedModel(ReportingCatalogue catalogue, EdmModel edm)
    {
        Catalogue = catalogue;
        Edm = edm;
    }

    public ReportingCatalogue Catalogue { get; }

    public EdmModel Edm { get; }

    public IEdmEntitySet SetOf(ReportingSet set) => _sets[set.Name];

    public static FeedModel Build(ReportingCatalogue catalogue)
    {
        var edm = new EdmModel();
        var model = new FeedModel(catalogue, edm);
        edm.SetEdmVersion(new Version(4, 0));
        var types = catalogue.Sets.ToDictionary(s => s.Name, BuildType, StringComparer.Ordinal);
        var container = new EdmEntityContainer(Namespace, "Planning");
        edm.AddElements(types.Values);
        edm.AddElement(container);
        foreach (var set in catalogue.Sets)
            model._sets.Add(set.Name, container.AddEntitySet(set.Name, types[set.Name]));
        foreach (var set in catalogue.Sets)
            foreach (var navigation in set.Navigations)
            {
                var property = AddNavigation(types[set.Name], types[navigation.Target.Name], navigation);
                model._sets[set.Name].AddNavigationTarget(property, model._sets[navigation.Target.Name]);
            }

        FeedAnnotations.Add(model, container);
        return model;
    }

    private static EdmEntityType BuildType(ReportingSet set)
    {
        var type = new EdmEntityType(Namespace, set.EntityName);
        foreach (var column in set.Columns)
        {
            var property = type.AddStructuralProperty(column.Name, TypeOf(column));
            if (column == set.Key)
                type.AddKeys(property);
        }

        return type;
    }

    private static EdmNavigationProperty AddNavigation(EdmEntityType type, EdmEntityType target, ReportingNavigation navigation) =>
        type.AddUnidirectionalNavigation(new EdmNavigationPropertyInfo
        {
            Name = navigation.Name,
            Target = target,
            TargetMultiplicity = EdmMultiplicity.ZeroOrOne,
            DependentProperties = [(IEdmStructuralProperty)type.FindProperty(navigation.ForeignKey.Name)],
            PrincipalProperties = target.Key(),
        });

    private static IEdmTypeReference TypeOf(ReportingColumn column) => column.Type switch
    {
        ReportingType.Flag => EdmCoreModel.Instance.GetBoolean(column.IsNullable),
        ReportingType.Whole32 => EdmCoreModel.Instance.GetInt32(column.IsNullable),
        ReportingType.Whole64 => EdmCoreModel.Instance.GetInt64(column.IsNullable),
        ReportingType.Real => EdmCoreModel.Instance.GetDouble(column.IsNullable),
        ReportingType.Money => EdmCoreModel.Instance.GetDecimal(column.Precision, column.Scale, column.IsNullable),
        ReportingType.Text => EdmCoreModel.Instance.GetString(false, column.MaxLength, null, column.IsNullable),
        ReportingType.Moment => EdmCoreModel.Instance.GetTemporal(EdmPrimitiveTypeKind.DateTimeOffset, 7, column.IsNullable),
        _ => throw new ArgumentOutOfRangeException(nameof(column), $"Days are never stored ({column.Name})."),
    };
}
