using GridActors.Silo.Journal;

namespace GridActors.Tests.Storage.Journal;

/// <summary>Snapshots in a file of the data folder.</summary>
public sealed class SnapshotTests : SnapshotSuite
{
    private readonly string folder = Directory.CreateTempSubdirectory("snapshots-").FullName;

    private string File => Path.Combine(folder, "derived.db");

    [Fact]
    public async Task A_broken_file_is_replaced_at_the_next_start()
    {
        await Snapshots.Write(Cell, At(100));
        await Stop();
        await System.IO.File.WriteAllTextAsync(File, "this is no database, and never was one", TestContext.Current.CancellationToken);
        await Start();
        Assert.Null(await Snapshots.Read(Cell));
        await Snapshots.Write(Cell, At(100));
        Assert.NotNull(await Snapshots.Read(Cell));
    }

    [Fact]
    public async Task A_file_of_another_builds_format_is_replaced_too()
    {
        await Snapshots.Write(Cell, At(100));
        await Stop();
        await using (var file = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={File};Pooling=False"))
        {
            await file.OpenAsync(TestContext.Current.CancellationToken);
            await using var newer = file.CreateCommand();
            newer.CommandText = "PRAGMA user_version = 2";
            await newer.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
        await Start();
        Assert.Null(await Snapshots.Read(Cell));
        await Snapshots.Write(Cell, At(100));
        Assert.NotNull(await Snapshots.Read(Cell));
    }

    protected override Task Prepare() => Task.CompletedTask;

    protected override void Configure(ISiloBuilder orleans) => orleans.AddSqliteSnapshots(File);

    protected override Task RemoveSnapshots(string instance)
    {
        SnapshotFile.Remove(File, instance);
        return Task.CompletedTask;
    }

    protected override Task Remove()
    {
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }
}
