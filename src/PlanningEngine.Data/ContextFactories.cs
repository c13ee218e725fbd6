using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace PlanningEngine.Data;

/// <summary>Gives the migration tools a SQLite context; no database is opened.</summary>
internal sealed class SqliteDesignFactory : IDesignTimeDbContextFactory<SqlitePlanningContext>
{
    public SqlitePlanningContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlitePlanningContext>().UseSqlite("Data Source=:memory:").Options);
}

/// <summary>Gives the migration tools a SQL Server context; no server is contacted.</summary>
internal sealed class SqlServerDesignFactory : IDesignTimeDbContextFactory<SqlServerPlanningContext>
{
    public SqlServerPlanningContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerPlanningContext>().UseSqlServer("Server=none").Options);
}
