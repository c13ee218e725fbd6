using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Reporting;

namespace PlanningEngine.Server.Reporting.Metadata;

/// <summary>Builds the feed's model from the database model at first use and keeps it.</summary>
internal sealed class FeedModelSource(IDbContextFactory<PlanningContext> contexts, ILogger<FeedModelSource> logger)
{
    private readonly Lazy<(FeedModel Model, SqlDialect Dialect, byte[] Xml, byte[] Json)> _built = new(() =>
    {
        using var db = contexts.CreateDbContext();
        var model = FeedModel.Build(ReportingCatalogue.Build(db.Model));
        if (model.Catalogue.Sets.Any(s => s.Description.Length == 0))
            logger.DescriptionsMissing();
        return (model, SqlDialect.For(db.Provider), MetadataDocument.Xml(model.Edm), MetadataDocument.Json(model.Edm));
    });

    public FeedModel Model => _built.Value.Model;

    public SqlDialect Dialect => _built.Value.Dialect;

    public byte[] Xml => _built.Value.Xml;

    public byte[] Json => _built.Value.Json;
}
