using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GridActors.Tests.Storage.Postgres;

/// <summary>Somebody who keeps a district's journal locked, in whatever store it stands, until disposed of.</summary>
internal sealed class LockedJournal : IAsyncDisposable
{
    private readonly DbConnection holder;

    private LockedJournal(DbConnection holder) => this.holder = holder;

    /// <param name="folder">The district's data folder.</param>
    public static async Task<LockedJournal> Of(string folder, string instance)
    {
        DbConnection holder = DistrictStores.IsPostgres
            ? new NpgsqlConnection(new NpgsqlConnectionStringBuilder((await DistrictStores.DatabaseOf(folder)).Owner) { Pooling = false }.ToString())
            : new SqliteConnection($"Data Source={Path.Combine(folder, instance, "journal.db")};Pooling=False");
        await holder.OpenAsync();
        await using var take = holder.CreateCommand();
        take.CommandText = DistrictStores.IsPostgres ? $"BEGIN; LOCK TABLE \"{instance}\".heads IN EXCLUSIVE MODE" : "BEGIN IMMEDIATE";
        await take.ExecuteNonQueryAsync();
        return new(holder);
    }

    public ValueTask DisposeAsync() => holder.DisposeAsync();
}
