using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Tests.Storage.Postgres;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace GridActors.Tests.Silo;

public sealed class SnapshotTests
{
    private const string CaseId = "CASE000000000001";

    private static readonly Actor Operator = new(Actor.Operator);

    [Fact]
    public async Task A_long_case_is_folded_on_from_its_snapshot()
    {
        await using var district = await WithLongCase();
        await district.TrimMemory();
        await district.Act(district.Case("live", CaseId), "after", new NoteDispute(Operator, "row"));
        Assert.Equal((1, 0), Counted(district));
        await AssertSameState(district);
    }

    [Theory]
    [InlineData("DELETE FROM snapshots", 0)]
    [InlineData("UPDATE snapshots SET payload = substr(payload, 1, length(payload) / 2)", 1)]
    [InlineData("UPDATE snapshots SET payload = CAST('{' AS BLOB)", 1)]
    [InlineData("UPDATE snapshots SET payload = CAST(replace(CAST(payload AS TEXT), 'hazard', 'family') AS BLOB)", 1)]
    [InlineData("UPDATE snapshots SET payload = CAST(replace(CAST(payload AS TEXT), '\"Version\":100', '\"Version\":99') AS BLOB)", 1)]
    public async Task A_snapshot_that_is_gone_or_broken_is_rebuilt_to_the_same_state(string damage, int rejected)
    {
        await using var district = await WithLongCase();
        await district.TrimMemory();
        await district.Act(district.Case("live", CaseId), "before", new NoteDispute(Operator, "row"));
        Assert.Equal((1, 0), Counted(district));

        Assert.True(await Damage(district, damage) > 0);
        await district.TrimMemory();
        await district.Act(district.Case("live", CaseId), "after", new NoteDispute(Operator, "row"));

        Assert.Equal((1, rejected), Counted(district));
        await AssertSameState(district);
    }

    [Fact]
    public async Task A_snapshot_from_another_history_is_rejected()
    {
        await using var other = await WithLongCase(note: "other-row");
        await using var district = await WithLongCase();
        var foreign = await other.Get<ISnapshots>().Read(other.Case("live", CaseId));
        await district.Get<ISnapshots>().Write(district.Case("live", CaseId), foreign!);
        await district.TrimMemory();
        await district.Act(district.Case("live", CaseId), "after", new NoteDispute(Operator, "row"));
        Assert.Equal((0, 1), Counted(district));
        await AssertSameState(district);
    }

    /// <summary>A case of more than a hundred events, in hand, with two deadlines.</summary>
    private static async Task<DistrictHost> WithLongCase(string note = "row")
    {
        var district = await DistrictHost.Start(services: services =>
        {
            var inner = services.Last(service => service.ServiceType == typeof(ISnapshots)).ImplementationType!;
            services.AddSingleton<ISnapshots>(provider => new CountedSnapshots(provider, inner));
        });
        var stream = district.Case("live", CaseId);
        await district.Report("live", CaseId, district.Building("live", 7));
        await district.Act(stream, "accept", new AcceptDispute(Operator));
        await district.Act(stream, "acknowledge", new AcknowledgeDispute(Operator));
        for (var i = 0; i < 105; i++) await district.Act(stream, $"note-{i}", new NoteDispute(Operator, note));
        return district;
    }

    /// <param name="sql">As SQLite says it; PostgreSQL keeps its snapshots in another schema, and bytes and text apart.</param>
    private static async Task<int> Damage(DistrictHost district, string sql)
    {
        await using DbConnection connection = DistrictStores.IsPostgres
            ? new NpgsqlConnection((await DistrictStores.DatabaseOf(district.Folder)).App)
            : new SqliteConnection($"Data Source={Path.Combine(district.Folder, "derived.db")}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = DistrictStores.IsPostgres
            ? sql.Replace("snapshots", "orleans.snapshots", StringComparison.Ordinal).Replace("CAST(payload AS TEXT)", "convert_from(payload, 'UTF8')", StringComparison.Ordinal)
                .Replace("CAST(", "convert_to(", StringComparison.Ordinal).Replace("AS BLOB)", ", 'UTF8')", StringComparison.Ordinal)
            : sql;
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Drives the case to its next snapshot: what the grain holds must be what folding the journal gives.</summary>
    private static async Task AssertSameState(DistrictHost district)
    {
        var stream = district.Case("live", CaseId);
        for (var i = 0; i < 200; i++) await district.Act(stream, $"more-{i}", new NoteDispute(Operator, "row"));
        var kept = await district.Get<ISnapshots>().Read(stream);
        var folded = Folded<Dispute>.Start(DisputeStream.Aggregate.Initial);
        foreach (var entry in (await district.Journal.ReadStream(stream, 0)).Take(kept!.Version))
            folded = folded.After(DisputeStream.Aggregate, (DisputeEvent)EventCodec.Decode(entry), entry.At, entry.HashTag);
        Assert.True(kept.Version > 150);
        Assert.Equal(JsonSerializer.Serialize(folded.State, EventCodec.Json), kept.State);
        Assert.Equal(folded.Armed.AsEnumerable(), kept.Armed.AsEnumerable());
        Assert.Equal((folded.HashTag, folded.LastAt), (kept.HashTag, kept.LastAt));
        Assert.Equal(["settle", "term"], kept.Armed.Select(due => due.Kind));
    }

    private static (int Loaded, int Rejected) Counted(DistrictHost district) => ((CountedSnapshots)district.Get<ISnapshots>()).Counts;

    /// <summary>Counts what the grains make of the snapshots they read.</summary>
    private sealed class CountedSnapshots(IServiceProvider services, Type inner) : ISnapshots
    {
        private readonly ISnapshots kept = (ISnapshots)ActivatorUtilities.CreateInstance(services, inner);
        private readonly ConcurrentQueue<bool> counted = new();

        public (int Loaded, int Rejected) Counts => (counted.Count(loaded => loaded), counted.Count(loaded => !loaded));

        public Task<Snapshot?> Read(StreamId stream) => kept.Read(stream);

        public Task Write(StreamId stream, Snapshot snapshot) => kept.Write(stream, snapshot);

        public void Count(StreamId stream, bool loaded)
        {
            counted.Enqueue(loaded);
            kept.Count(stream, loaded);
        }
    }
}
