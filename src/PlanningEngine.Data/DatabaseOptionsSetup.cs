using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace PlanningEngine.Data;

/// <summary>Reads <see cref="DatabaseOptions"/> from the configuration and reports everything that is wrong with them at once.</summary>
internal sealed class DatabaseOptionsSetup(IConfiguration configuration)
    : IConfigureOptions<DatabaseOptions>, IPostConfigureOptions<DatabaseOptions>, IValidateOptions<DatabaseOptions>
{
    public void Configure(DatabaseOptions options)
    {
        var section = configuration.GetSection(DatabaseOptions.Section);
        options.ConnectionString = configuration.GetConnectionString(DatabaseOptions.ConnectionStringName)?.Trim() ?? "";
        if (section["Provider"] is { Length: > 0 } provider)
        {
            if (Enum.TryParse<DatabaseProvider>(provider, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed))
                options.Provider = parsed;
            else
                options.Violations.Add($"The provider (Database:Provider = {provider}) must be Sqlite or SqlServer. Maybe leave it out to get Sqlite.");
        }

        if (section["MigrateOnStartup"] is { Length: > 0 } migrate)
        {
            if (bool.TryParse(migrate, out var parsed))
                options.MigrateOnStartup = parsed;
            else
                options.Violations.Add($"The switch (Database:MigrateOnStartup = {migrate}) must be true or false. Maybe leave it out: SQLite migrates, SQL Server does not.");
        }

        if (section["CommandTimeoutSeconds"] is { Length: > 0 } timeout)
        {
            if (int.TryParse(timeout, NumberStyles.Integer, CultureInfo.InvariantCulture, out var parsed))
                options.CommandTimeoutSeconds = parsed;
            else
                options.Violations.Add($"The command timeout (Database:CommandTimeoutSeconds = {timeout}) must be a whole number of seconds. Maybe leave it out to get 60.");
        }
    }

    public void PostConfigure(string? name, DatabaseOptions options)
    {
        if (options.Provider == DatabaseProvider.Sqlite)
            CompleteSqlite(options);
        else
            CheckSqlServer(options);
    }

    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        var found = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), found, validateAllProperties: true);
        string[] all = [.. options.Violations, .. found.Select(f => f.ErrorMessage ?? "")];
        return all.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(all);
    }

    private void CompleteSqlite(DatabaseOptions options)
    {
        var folder = DataFolder.Resolve(configuration);
        if (!Path.IsPathFullyQualified(folder))
            options.Violations.Add($"The data folder (Data:Folder or PLANNING_DATA = {folder}) must be an absolute path. Maybe write {Path.GetFullPath(folder)}.");
        try
        {
            var builder = new SqliteConnectionStringBuilder(options.ConnectionString);
            if (builder.Mode == SqliteOpenMode.Memory || builder.DataSource == ":memory:" || builder.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
                options.Violations.Add($"The database (Data Source = {builder.DataSource}) must be a plain file: plans in memory would not survive the process. Maybe give a file name.");
            builder.DataSource = Path.GetFullPath(Path.Combine(
                Path.GetFullPath(folder), builder.DataSource.Length == 0 ? DatabaseOptions.DefaultFileName : builder.DataSource));
            builder.DefaultTimeout = Math.Max(1, options.CommandTimeoutSeconds);
            options.ConnectionString = builder.ToString();
        }
        catch (ArgumentException problem)
        {
            options.Violations.Add($"The connection string (ConnectionStrings:Planning) is not one of SQLite: {problem.Message} Maybe set Database:Provider to SqlServer, or write Data Source=FILE.");
        }
    }

    private static void CheckSqlServer(DatabaseOptions options)
    {
        if (options.ConnectionString.Length == 0)
            return;
        try
        {
            var builder = new SqlConnectionStringBuilder(options.ConnectionString);
            if (builder.DataSource.Length == 0)
                options.Violations.Add("The connection string (ConnectionStrings:Planning) must name a server. Maybe add Server=HOST.");
            if (builder.InitialCatalog.Length == 0 && builder.AttachDBFilename.Length == 0)
                options.Violations.Add("The connection string (ConnectionStrings:Planning) must name a database. Maybe add Database=Planning.");
        }
        catch (Exception problem) when (problem is ArgumentException or FormatException)
        {
            options.Violations.Add($"The connection string (ConnectionStrings:Planning) is not one of SQL Server: {problem.Message} Maybe set Database:Provider to Sqlite.");
        }
    }
}
