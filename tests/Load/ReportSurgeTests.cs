using System.Collections.Concurrent;
using System.Text.Json;
using GridActors.LoadTest.Baselines;
using GridActors.LoadTest.Engine;
using GridActors.LoadTest.Workloads;
using GridActors.Tests.Storage.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace GridActors.Tests.Load;

public sealed class ReportSurgeTests(PostgresServer server)
{
    private static readonly string[] Buildings = ["440306018012-017-0001", "440306018012-017-0002", "440306018012-017-0003"];

    [Fact]
    public async Task A_surge_on_the_empty_endpoint_is_answered_without_a_failure()
    {
        await using var empty = EmptyEndpoint.Build("http://127.0.0.1:0");
        await empty.StartAsync(TestContext.Current.CancellationToken);
        var stats = await Surge(AddressOf(empty), answered: null);
        Assert.Equal((200, 0), (stats.Ok.Count, stats.Fail.Count));
    }

    [Fact]
    public async Task The_plain_way_keeps_every_report_it_answered()
    {
        var folder = Directory.CreateTempSubdirectory("gridactors-plain-");
        try
        {
            var ids = new ConcurrentBag<long>();
            await using (var plain = PlainSqlite.Build("http://127.0.0.1:0", folder.FullName))
            {
                await plain.StartAsync(TestContext.Current.CancellationToken);
                await Surge(AddressOf(plain), answer => ids.Add(JsonDocument.Parse(answer).RootElement.GetProperty("id").GetInt64()));
                await plain.StopAsync(TestContext.Current.CancellationToken);
            }

            Assert.Equal(200, ids.Distinct().Count());
            Assert.Equal((200, 200), Counted(Path.Combine(folder.FullName, "plain.db")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_plain_way_on_PostgreSQL_keeps_every_report_it_answered()
    {
        await using var database = await server.NewDatabase();
        var ids = new ConcurrentBag<long>();
        await using (var plain = PlainPostgres.Build("http://127.0.0.1:0", database.Administrator))
        {
            await plain.StartAsync(TestContext.Current.CancellationToken);
            await Surge(AddressOf(plain), answer => ids.Add(JsonDocument.Parse(answer).RootElement.GetProperty("id").GetInt64()));
            await plain.StopAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(200, ids.Distinct().Count());
        await PostgresServer.Execute(
            database.Administrator, "DO $$ BEGIN ASSERT (SELECT count(*) FROM reports) = 200 AND (SELECT sum(open) FROM buildings) = 200; END $$");
    }

    [Fact]
    public void Bodies_are_the_same_for_one_seed_and_differ_for_another()
    {
        var bodies = ReportBodies.Draw(Buildings, 50, seed: 3);
        Assert.Equal(bodies, ReportBodies.Draw(Buildings, 50, seed: 3), (one, other) => one.AsSpan().SequenceEqual(other));
        Assert.NotEqual(bodies, ReportBodies.Draw(Buildings, 50, seed: 4), (one, other) => one.AsSpan().SequenceEqual(other));
    }

    [Fact]
    public void Every_body_is_a_report_in_one_of_the_buildings_and_none_tells_of_violence()
    {
        foreach (var body in ReportBodies.Draw(Buildings, 500, seed: 5).Select(body => JsonDocument.Parse(body).RootElement))
        {
            Assert.Contains(body.GetProperty("place").GetProperty("buildingId").GetString(), Buildings);
            Assert.InRange(body.GetProperty("text").GetString()!.Length, 80, 200);
            Assert.NotEqual("family-violence", body.GetProperty("category").GetString());
        }
    }

    [Fact]
    public void A_run_never_uses_a_key_twice_and_two_runs_share_none()
    {
        const int count = 20_000;
        var keys = CommandKeys.ForNewRun(seed: 1);
        var again = CommandKeys.ForNewRun(seed: 1);
        var drawn = Enumerable.Range(0, count).SelectMany(number => (UInt128[])[keys.Of(number), again.Of(number)]);
        Assert.Equal(2 * count, drawn.Distinct().Count());
    }

    private static async Task<Stats> Surge(Uri target, Action<ReadOnlyMemory<byte>>? answered)
    {
        var scenario = ReportSurge.To(
            target,
            "/api/reports",
            ReportBodies.Draw(Buildings, 100, seed: 1),
            new CommandKeys(seed: 1, salt: 0),
            linesMax: 8,
            (_, answer) => answered?.Invoke(answer.Body));
        return await new LoadRun(scenario.WithLoadSimulations(LoadSimulation.InjectPerSecond(500, TimeSpan.FromMilliseconds(400))), 1, TimeProvider.System)
            .Run(TestContext.Current.CancellationToken);
    }

    private static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    private static (long Reports, long Open) Counted(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var count = connection.CreateCommand();
        count.CommandText = "SELECT (SELECT COUNT(*) FROM reports), (SELECT SUM(open) FROM buildings)";
        using var row = count.ExecuteReader();
        row.Read();
        return (row.GetInt64(0), row.GetInt64(1));
    }
}
