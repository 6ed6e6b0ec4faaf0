using GridActors.Journal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace GridActors.Silo.Journal;

/// <summary>Snapshots in Orleans' own AdoNet grain storage. What cannot be read or written is folded from the journal instead.</summary>
internal sealed partial class Snapshots(IServiceProvider services, SnapshotCounts counts, ILogger<Snapshots> log) : ISnapshots
{
    /// <summary>The name of the grain storage.</summary>
    public const string StorageName = "snapshots";

    private const string GrainType = "snapshot";

    private readonly Lazy<IGrainStorage> storage = new(() => services.GetRequiredKeyedService<IGrainStorage>(StorageName));

    public async Task<Snapshot?> Read(StreamId stream)
    {
        var kept = new GrainState<Snapshot>();
        await storage.Value.ReadStateAsync(GrainType, IdOf(stream), kept);
        return kept.RecordExists ? kept.State : null;
    }

    public async Task Write(StreamId stream, Snapshot snapshot)
    {
        try
        {
            await storage.Value.WriteStateAsync(GrainType, IdOf(stream), new GrainState<Snapshot>(snapshot)); // no ETag: the newest stays
        }
        catch (Exception failure)
        {
            LogNotKept(stream, failure.Message);
        }
    }

    public void Count(StreamId stream, bool loaded) => counts.Add(stream.Partition, loaded);

    private static GrainId IdOf(StreamId stream) => GrainId.Create(GrainType, $"{stream.Instance}|{stream.Partition.Code()}|{stream.Name}");

    [LoggerMessage(Level = LogLevel.Warning, Message = "a snapshot of {Stream} was not kept: {Reason}")]
    private partial void LogNotKept(StreamId stream, string reason);
}

/// <summary>Snapshots for a silo, in the store it was started on.</summary>
public static class SnapshotHosting
{
    /// <summary>The name under which Orleans finds Microsoft.Data.Sqlite.</summary>
    private const string SqliteInvariant = "System.Data.SQLite";

    /// <summary>Keeps snapshots in the given file, <c>data/derived.db</c>, which is prepared when the silo starts.</summary>
    public static ISiloBuilder AddSqliteSnapshots(this ISiloBuilder silo, string path) => silo.AddSnapshots(SqliteInvariant, () =>
    {
        SnapshotFile.Prepare(path);
        return $"Data Source={path};Default Timeout=1";
    });

    /// <summary>Keeps snapshots in the schema <c>orleans</c> of the given database.</summary>
    public static ISiloBuilder AddPostgresSnapshots(this ISiloBuilder silo, string connection) =>
        silo.AddSnapshots(SnapshotTable.Invariant, () => SnapshotTable.ConnectionFor(connection));

    private static ISiloBuilder AddSnapshots(this ISiloBuilder silo, string invariant, Func<string> connection)
    {
        silo.AddAdoNetGrainStorage(Snapshots.StorageName, options => options.Configure(storage => (storage.Invariant, storage.ConnectionString) = (invariant, connection())));
        silo.Services.AddSingleton<SnapshotCounts>().AddSingleton<ISnapshots, Snapshots>();
        return silo;
    }
}
