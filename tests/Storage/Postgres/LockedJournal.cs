using System.Data.Common;

namespace GridActors.Tests.Storage.Postgres;

/// <summary>Somebody who keeps a district's journal locked, in whatever store it stands, until disposed of.</summary>
internal sealed class LockedJournal : IAsyncDisposable
{
    private readonly DbConnection holder;

    private LockedJournal(DbConnection holder) => this.holder = holder;

    /// <param name="folder">The district's data folder.</param>
    public static async Task<LockedJournal> Of(string folder, string instance)
    {
        var holder = await DistrictStores.OpenTables(folder, instance);
        await using var take = holder.CreateCommand();
        take.CommandText = DistrictStores.IsPostgres ? "BEGIN; LOCK TABLE heads IN EXCLUSIVE MODE" : "BEGIN IMMEDIATE";
        await take.ExecuteNonQueryAsync();
        return new(holder);
    }

    public ValueTask DisposeAsync() => holder.DisposeAsync();
}
