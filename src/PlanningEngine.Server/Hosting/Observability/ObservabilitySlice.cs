using System.Globalization;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PlanningEngine.Server.Hosting.Startup;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace PlanningEngine.Server.Hosting.Observability;

/// <summary>
/// Logs to console, to a rolling file in the data folder and, when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, to that
/// collector; metrics and traces go there too.
/// </summary>
public static class ObservabilitySlice
{
    /// <summary>Name of the engine's meter and activity source.</summary>
    public const string SourceName = "PlanningEngine";

    private const string CollectorVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const int FilesKept = 14;

    /// <summary>Adds logging, metrics and traces.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="logFolder">Where the rolling files go.</param>
    public static WebApplicationBuilder AddObservability(this WebApplicationBuilder builder, string logFolder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var collector = builder.Configuration[CollectorVariable];
        builder.Services.AddSerilog(log =>
        {
            log.MinimumLevel.Information()
                .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Warning)
                .MinimumLevel.Override("PlanningEngine.Server.Hosting.Security", LogEventLevel.Warning)
                .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)
                .MinimumLevel.Override("Grpc", LogEventLevel.Warning)
                // It takes faults of callers for errors; CallFaults logs them by whose they are.
                .MinimumLevel.Override("Grpc.AspNetCore.Server.ServerCallHandler", LogEventLevel.Fatal)
                .ReadFrom.Configuration(builder.Configuration)
                .Enrich.FromLogContext()
                .Filter.ByExcluding(e => StartupRefusal.IsOfListening(e.Exception))
                .WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}", formatProvider: CultureInfo.InvariantCulture)
                .WriteTo.File(new CompactJsonFormatter(), Path.Combine(logFolder, "server-.jsonl"),
                    rollingInterval: RollingInterval.Day, retainedFileCountLimit: FilesKept, shared: false);
            if (!string.IsNullOrEmpty(collector))
                log.WriteTo.OpenTelemetry(o => o.Endpoint = collector);
        });

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("planning-engine", serviceVersion: EngineVersion.Text))
            .WithMetrics(m =>
            {
                m.AddMeter(SourceName).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation();
                if (!string.IsNullOrEmpty(collector))
                    m.AddOtlpExporter();
            });
        telemetry.WithTracing(t =>
        {
            t.AddSource(SourceName).AddAspNetCoreInstrumentation();
            if (!string.IsNullOrEmpty(collector))
                t.AddOtlpExporter();
        });
        return builder;
    }

    /// <summary>Logs each request once, when it ends; health probes only when they fail.</summary>
    public static IApplicationBuilder UseRequestLogging(this IApplicationBuilder app) => app.UseSerilogRequestLogging(o =>
    {
        o.MessageTemplate = "{RequestMethod} {RequestPath} answered {StatusCode} in {Elapsed:0.0} ms";
        o.GetLevel = (context, _, failure) => (failure, context.Response.StatusCode) switch
        {
            (not null, _) or (_, >= 500 and not StatusCodes.Status501NotImplemented) => LogEventLevel.Error,
            _ when context.Request.Path.StartsWithSegments("/health") => LogEventLevel.Debug,
            _ when context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true => LogEventLevel.Debug,
            _ => LogEventLevel.Information,
        };
    });
}
