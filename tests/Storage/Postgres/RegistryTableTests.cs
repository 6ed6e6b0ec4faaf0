using GridActors.Places;
using GridActors.Registries;
using GridActors.Silo.Journal.Postgres;
using Npgsql;

namespace GridActors.Tests.Storage.Postgres;

/// <summary>Registries that every process of a district finds.</summary>
public sealed class RegistryTableTests(PostgresServer server)
{
    [Fact]
    public async Task A_registry_is_kept_once_and_comes_back_whole()
    {
        await using var database = await server.NewDatabase();
        await PostgresSchema.Migrate(database.Owner, database.AppRole);
        await using var connections = NpgsqlDataSource.Create(database.App);
        var (registry, _) = SyntheticDistrict.Generate(seed: 1, buildings: 500);
        RegistryTable registries = new(connections);
        Assert.False(registries.Holds(registry.Hash));
        Assert.Throws<FileNotFoundException>(() => registries.Load(registry.Hash));

        registries.Keep(registry);
        registries.Keep(registry);

        Assert.Equal(500, new RegistryTable(connections).Load(registry.Hash).Buildings.Count);
        await PostgresServer.Execute(database.Owner, "UPDATE control.registries SET hash = repeat('0', 64)");
        Assert.Throws<InvalidDataException>(() => registries.Load(new string('0', 64)));
    }
}
