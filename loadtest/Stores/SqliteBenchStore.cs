using GridActors.Silo.Folder;

namespace GridActors.LoadTest.Stores;

/// <summary>SQLite in the data folder.</summary>
internal sealed class SqliteBenchStore : IBenchStore
{
    public string Name => "sqlite";

    public StoreBars Bars => StoreBars.Sqlite;

    public Task<DistrictPlace> NewPlace(DirectoryInfo folder) => Task.FromResult(Of(folder));

    public Task<DistrictPlace> Copy(DistrictPlace place, DirectoryInfo folder)
    {
        FolderCopy.Of(place.Folder, folder);
        return Task.FromResult(Of(folder));
    }

    /// <summary>Nothing to do: the journal empties its write-ahead log when it is closed.</summary>
    public Task Settle(DistrictPlace place) => Task.CompletedTask;

    public Task<IReadOnlyList<string>> PlainWay(DirectoryInfo folder) => Task.FromResult<IReadOnlyList<string>>(["plain-sqlite", "--data", folder.FullName]);

    public Task<IRawRows> OpenRaw(DistrictPlace place, string instance) =>
        Task.FromResult<IRawRows>(new SqliteRawRows(DataFolder.Resolve(place.Folder.FullName).Journal(instance)));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static DistrictPlace Of(DirectoryInfo folder) => new(folder, new SqliteStore(), () =>
    {
        folder.Delete(recursive: true);
        return Task.CompletedTask;
    });
}
