using Microsoft.Extensions.FileProviders;

namespace PlanningEngine.Server.Hosting;

/// <summary>The page at <c>/</c>: plain files beside the binary, no build step.</summary>
public static class PagesSlice
{
    /// <summary>Maps the page's files; they need the same credentials as the feed they read.</summary>
    public static IEndpointRouteBuilder MapPages(this IEndpointRouteBuilder endpoints)
    {
        var types = new Dictionary<string, string>
        {
            ["index.html"] = "text/html; charset=utf-8",
            ["style.css"] = "text/css; charset=utf-8",
            ["app.js"] = "text/javascript; charset=utf-8",
            ["charts.js"] = "text/javascript; charset=utf-8",
        };
        var files = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        foreach (var (name, type) in types)
            endpoints.MapGet(name == "index.html" ? "/" : "/" + name, (HttpContext context) => Send(context, files.GetFileInfo(name), type));
        return endpoints;
    }

    private static IResult Send(HttpContext context, IFileInfo file, string type)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache";
        return Results.File(file.PhysicalPath!, type, lastModified: file.LastModified);
    }
}
