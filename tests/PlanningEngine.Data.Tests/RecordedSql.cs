using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PlanningEngine.Data.Tests;

/// <summary>Writes down what EF would send to a SQL Server, and answers in its place: each row affected, nothing found.</summary>
internal sealed class RecordedSql
{
    public List<string> Commands { get; } = [];

    public IInterceptor[] Interceptors => [new Statements(this), new Connections()];

    private T Record<T>(DbCommand command, T answer)
    {
        Commands.Add(command.CommandText.Trim());
        return answer;
    }

    private sealed class Statements(RecordedSql recorded) : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            new(recorded.Record(command, InterceptionResult<int>.SuppressWithResult(0)));

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            using var one = new DataTable();
            one.Columns.Add("Affected", typeof(int));
            if (eventData.CommandSource == CommandSource.SaveChanges)
                one.Rows.Add(1);
            return new(recorded.Record(command, InterceptionResult<DbDataReader>.SuppressWithResult(one.CreateDataReader())));
        }
    }

    private sealed class Connections : DbConnectionInterceptor
    {
        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            new(InterceptionResult.Suppress());
    }
}
