using GridActors.Places;
using Npgsql;

namespace GridActors.Registries;

/// <summary>The registries of a district on PostgreSQL, in <c>control.registries</c>, so that every process finds them on whatever machine it runs.</summary>
internal sealed class RegistryTable(NpgsqlDataSource database) : IRegistries
{
    public bool Holds(string hash)
    {
        using var command = database.CreateCommand("SELECT 1 FROM control.registries WHERE hash = $1");
        command.Parameters.Add(new() { Value = hash });
        return command.ExecuteScalar() is not null;
    }

    public void Keep(Registry registry)
    {
        if (Holds(registry.Hash)) return;
        using MemoryStream content = new();
        registry.Save(content);
        using var command = database.CreateCommand("INSERT INTO control.registries (hash, content) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING");
        command.Parameters.Add(new() { Value = registry.Hash });
        command.Parameters.Add(new() { Value = content.ToArray() });
        command.ExecuteNonQuery();
    }

    public Registry Load(string hash)
    {
        using var command = database.CreateCommand("SELECT content FROM control.registries WHERE hash = $1");
        command.Parameters.Add(new() { Value = hash });
        if (command.ExecuteScalar() is not byte[] content)
            throw new FileNotFoundException($"The registry {hash} is not in the database; restore it from the backup of this district.");
        using MemoryStream from = new(content, writable: false);
        var registry = Registry.Load(from);
        return registry.Hash == hash ? registry : throw new InvalidDataException($"The database holds the registry {registry.Hash} under the name {hash}.");
    }
}
