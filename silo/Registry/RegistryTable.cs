using Npgsql;

namespace GridActors.Registries;

/// <summary>The registries and rosters of a district on PostgreSQL, in <c>control.registries</c>, so that every process finds them on whatever machine it runs.</summary>
internal sealed class RegistryTable(NpgsqlDataSource database) : IRegistries
{
    public bool Holds(string hash)
    {
        using var command = database.CreateCommand("SELECT 1 FROM control.registries WHERE hash = $1");
        command.Parameters.Add(new() { Value = hash });
        return command.ExecuteScalar() is not null;
    }

    public void Keep(string hash, ReadOnlyMemory<byte> file)
    {
        if (Holds(hash)) return;
        using var command = database.CreateCommand("INSERT INTO control.registries (hash, content) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING");
        command.Parameters.Add(new() { Value = hash });
        command.Parameters.Add(new() { Value = file });
        command.ExecuteNonQuery();
    }

    public byte[] FileOf(string hash)
    {
        using var command = database.CreateCommand("SELECT content FROM control.registries WHERE hash = $1");
        command.Parameters.Add(new() { Value = hash });
        return command.ExecuteScalar() as byte[] ?? throw new FileNotFoundException($"The registry {hash} is not in the database; restore it from the backup of this district.");
    }
}
