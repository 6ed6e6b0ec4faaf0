using GridActors.LoadTest.Workloads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;
using NpgsqlTypes;

namespace GridActors.LoadTest.Baselines;

/// <summary>
/// The plain way on PostgreSQL: pooled connections, prepared statements, synchronous_commit on, one transaction per request that inserts the report and bumps its
/// building, both in one round trip.
/// </summary>
public static class PlainPostgres
{
    /// <summary>Connections to the server, Npgsql's own default: more only wait for each other inside it.</summary>
    private const int ConnectionsMax = 100;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS reports (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key text NOT NULL, building text NOT NULL, category text NOT NULL, severity text, text text NOT NULL,
            name text, phone text, at timestamptz NOT NULL DEFAULT now());
        CREATE TABLE IF NOT EXISTS buildings (building text PRIMARY KEY, open integer NOT NULL);
        """;

    private const string Insert = "INSERT INTO reports (key, building, category, severity, text, name, phone) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";

    private const string Bump = "INSERT INTO buildings (building, open) VALUES ($1, 1) ON CONFLICT (building) DO UPDATE SET open = buildings.open + 1";

    public static WebApplication Build(string urls, string connection)
    {
        var app = BaselineHost.Build(urls);
        var pool = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection)
        {
            MaxPoolSize = ConnectionsMax,
            MaxAutoPrepare = 4,
            AutoPrepareMinUsages = 1,
            Options = "-c synchronous_commit=on",
        });
        using (var schema = pool.CreateCommand(Schema)) schema.ExecuteNonQuery();
        app.Lifetime.ApplicationStopped.Register(pool.Dispose);
        app.MapPost("/api/reports", async (ReportBody body, HttpRequest request) =>
            Results.Json(new { id = await Store(pool, PlainReport.Of(body, request)) }, statusCode: StatusCodes.Status201Created));
        return app;
    }

    private static async Task<long> Store(NpgsqlDataSource pool, PlainReport report)
    {
        await using var batch = pool.CreateBatch(); // without a transaction of ours, a batch is one
        var insert = new NpgsqlBatchCommand(Insert);
        foreach (var value in (ReadOnlySpan<string?>)[report.Key, report.Building, report.Category, report.Severity, report.Text, report.Name, report.Phone])
            insert.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)value ?? DBNull.Value });
        batch.BatchCommands.Add(insert);
        batch.BatchCommands.Add(new(Bump) { Parameters = { new() { NpgsqlDbType = NpgsqlDbType.Text, Value = report.Building } } });
        return (long)(await batch.ExecuteScalarAsync())!;
    }
}
