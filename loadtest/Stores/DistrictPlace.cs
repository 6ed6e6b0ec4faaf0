using GridActors.Silo.Folder;

namespace GridActors.LoadTest.Stores;

/// <summary>A data folder and the database that belongs to it: what a service under measurement is started on. Disposing it removes both.</summary>
/// <param name="Folder">The data folder; keys and registries lie in it on either store.</param>
/// <param name="Store">The database, as a service opens it.</param>
/// <param name="Remove">Gives the room back.</param>
internal sealed record DistrictPlace(DirectoryInfo Folder, StoreChoice Store, Func<Task> Remove) : IAsyncDisposable
{
    /// <summary>What a service is told on its command line.</summary>
    public IEnumerable<string> Arguments => Store is PostgresStore database
        ? ["--data", Folder.FullName, "--store", "postgres", "--connection", database.Connection, "--owner-connection", database.OwnerConnection!]
        : ["--data", Folder.FullName];

    public async ValueTask DisposeAsync() => await Remove();
}
