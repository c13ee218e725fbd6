using System.ComponentModel.DataAnnotations;
using Microsoft.Data.Sqlite;

namespace PlanningEngine.Data;

/// <summary>
/// Which database the engine works on. Read from the section <c>Database</c> and from <c>ConnectionStrings:Planning</c>.
/// </summary>
public sealed class DatabaseOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Database";

    /// <summary>Name of the connection string in the section <c>ConnectionStrings</c>.</summary>
    public const string ConnectionStringName = "Planning";

    /// <summary>Name of the SQLite file when no connection string is given; it lies in the data folder.</summary>
    public const string DefaultFileName = "planning.db";

    /// <summary>The database product; default <see cref="DatabaseProvider.Sqlite"/>.</summary>
    [EnumDataType(typeof(DatabaseProvider), ErrorMessage = "The provider (Database:Provider) must be Sqlite or SqlServer. Maybe leave it out to get Sqlite.")]
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>
    /// How to reach the database. On SQLite the default is the file <c>planning.db</c> in the data folder (see
    /// <see cref="DataFolder"/>), and a relative file name is taken from there; on SQL Server it must be given.
    /// </summary>
    [Required(ErrorMessage = "The connection string (ConnectionStrings:Planning) must be given for SQL Server. Maybe set it to Server=HOST;Database=Planning;....")]
    public string ConnectionString { get; set; } = "";

    /// <summary>Whether the start of a server brings the schema up to date; default true on SQLite, false on SQL Server.</summary>
    public bool? MigrateOnStartup { get; set; }

    /// <summary>Seconds a command may take, 1 to 86400; default 60. Bulk writes have no limit but their caller's token.</summary>
    [Range(1, 86_400, ErrorMessage = "The command timeout (Database:CommandTimeoutSeconds) must lie between 1 and 86400 seconds. Maybe leave it out to get 60.")]
    public int CommandTimeoutSeconds { get; set; } = 60;

    /// <summary>Absolute path of the SQLite file; null on SQL Server.</summary>
    public string? SqliteFile =>
        Provider == DatabaseProvider.Sqlite ? new SqliteConnectionStringBuilder(ConnectionString).DataSource : null;

    /// <summary>Whether the start migrates, after the provider's default.</summary>
    internal bool Migrates => MigrateOnStartup ?? Provider == DatabaseProvider.Sqlite;

    /// <summary>What was wrong with the configured text, found while it was read.</summary>
    internal List<string> Violations { get; } = [];
}
