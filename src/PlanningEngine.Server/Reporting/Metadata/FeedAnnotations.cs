using System.Text.RegularExpressions;
using Microsoft.OData.Edm;
using Microsoft.OData.Edm.Csdl;
using Microsoft.OData.Edm.Vocabularies;
using Microsoft.OData.Edm.Vocabularies.V1;
using PlanningEngine.Data.Reporting;
using PlanningEngine.Server.Reporting.Compilation;

namespace PlanningEngine.Server.Reporting.Metadata;

/// <summary>What the feed can and cannot do, said in <c>$metadata</c>, and what every set and column means. A test probes each claim.</summary>
internal static partial class FeedAnnotations
{
    private const string Core = "Org.OData.Core.V1.";
    private const string Capabilities = "Org.OData.Capabilities.V1.";
    private const string Aggregation = "Org.OData.Aggregation.V1.";
    private const string Measures = "Org.OData.Measures.V1.";

    public static void Add(FeedModel model, EdmEntityContainer container)
    {
        var edm = model.Edm;
        Reference(edm);
        Annotate(edm, container, Core + "Description", Text("Actuals, forecasts, quotas, plans, allocations and KPIs of sales planning. Facts hold leaves only, so sums count nothing twice."));
        Annotate(edm, container, Capabilities + "AsynchronousRequestsSupported", Flag(true));
        Annotate(edm, container, Capabilities + "BatchSupported", Flag(false));
        Annotate(edm, container, Capabilities + "KeyAsSegmentSupported", Flag(false));
        Annotate(edm, container, Capabilities + "SupportedFormats", Texts(["application/json;odata.metadata=minimal;IEEE754Compatible=true", "application/json;odata.metadata=none"]));
        Annotate(edm, container, Capabilities + "FilterFunctions", Texts(FunctionCompiler.Offered));
        Annotate(edm, container, Aggregation + "ApplySupported", Record(("Transformations", Texts(ApplyCompiler.Offered)), ("Rollup", RollupNone())));
        foreach (var set in model.Catalogue.Sets)
            AddSet(edm, model.SetOf(set), set);
    }

    private static void AddSet(EdmModel edm, IEdmEntitySet target, ReportingSet set)
    {
        Annotate(edm, target, Core + "Description", Text(set.Description));
        Annotate(edm, target, Capabilities + "TopSupported", Flag(true));
        Annotate(edm, target, Capabilities + "SkipSupported", Flag(true));
        Annotate(edm, target, Capabilities + "CountRestrictions", Record(("Countable", Flag(true))));
        Annotate(edm, target, Capabilities + "FilterRestrictions", Record(("Filterable", Flag(true)), ("RequiresFilter", Flag(false))));
        Annotate(edm, target, Capabilities + "SortRestrictions", Record(("Sortable", Flag(true))));
        Annotate(edm, target, Capabilities + "ExpandRestrictions", Record(("Expandable", Flag(set.Navigations.Count > 0))));
        Annotate(edm, target, Capabilities + "SearchRestrictions", Record(("Searchable", Flag(false))));
        Annotate(edm, target, Capabilities + "InsertRestrictions", Record(("Insertable", Flag(false))));
        Annotate(edm, target, Capabilities + "UpdateRestrictions", Record(("Updatable", Flag(false))));
        Annotate(edm, target, Capabilities + "DeleteRestrictions", Record(("Deletable", Flag(false))));
        var type = target.EntityType;
        Annotate(edm, (EdmEntityType)type, Core + "Description", Text(set.Description));
        foreach (var column in set.Columns)
        {
            var property = (EdmStructuralProperty)type.FindProperty(column.Name);
            if (column.Description.Length > 0)
                Annotate(edm, property, Core + "Description", Text(column.Description));
            Annotate(edm, property, "PlanningEngine.DisplayName", Text(DisplayName(column.Name)));
            if (column.Type == ReportingType.Money)
                Annotate(edm, property, Measures + "Scale", new EdmIntegerConstant(column.Scale ?? 0));
        }

        foreach (var navigation in set.Navigations)
            Annotate(edm, (EdmNavigationProperty)type.FindProperty(navigation.Name), Core + "Description", Text($"{navigation.ForeignKey.Description} See {navigation.Target.Name}."));
    }

    private static string DisplayName(string name) => Words().Replace(name, " $1").Trim();

    private static void Reference(EdmModel edm)
    {
        edm.AddElement(new EdmTerm("PlanningEngine", "DisplayName", EdmCoreModel.Instance.GetString(false)));
        string[] vocabularies = ["Core", "Capabilities", "Aggregation", "Measures"];
        edm.SetEdmReferences(vocabularies.Select(VocabularyReference));
    }

    private static EdmReference VocabularyReference(string name)
    {
        var reference = new EdmReference(new Uri($"https://docs.oasis-open.org/odata/odata-vocabularies/v4.0/vocabularies/Org.OData.{name}.V1.xml"));
        reference.AddInclude(new EdmInclude(name, $"Org.OData.{name}.V1"));
        return reference;
    }

    private static void Annotate(EdmModel edm, IEdmVocabularyAnnotatable target, string term, IEdmExpression value)
    {
        var found = CoreVocabularyModel.Instance.FindDeclaredTerm(term)
            ?? CapabilitiesVocabularyModel.Instance.FindDeclaredTerm(term)
            ?? edm.FindDeclaredTerm(term)
            ?? new EdmTerm(term[..term.LastIndexOf('.')], term[(term.LastIndexOf('.') + 1)..], EdmCoreModel.Instance.GetString(true));
        var annotation = new EdmVocabularyAnnotation(target, found, value);
        annotation.SetSerializationLocation(edm, EdmVocabularyAnnotationSerializationLocation.Inline);
        edm.AddVocabularyAnnotation(annotation);
    }

    private static EdmStringConstant Text(string value) => new(value);

    private static EdmBooleanConstant Flag(bool value) => new(value);

    private static EdmCollectionExpression Texts(IEnumerable<string> values) => new(values.Select(Text));

    private static EdmRecordExpression Record(params (string Name, IEdmExpression Value)[] properties) =>
        new(properties.Select(p => new EdmPropertyConstructor(p.Name, p.Value)));

    private static EdmEnumMemberExpression RollupNone()
    {
        var type = new EdmEnumType("Org.OData.Aggregation.V1", "RollupType");
        return new(type.AddMember("None", new EdmEnumMemberValue(0)));
    }

    [GeneratedRegex(@"(?<=[a-z0-9])([A-Z])")]
    private static partial Regex Words();
}
