using System.Collections;
using Npgsql;
using NpgsqlTypes;

namespace GridActors.Silo.Journal.Postgres;

/// <summary>A statement that takes many rows at once, each column an array (<c>unnest</c>); prepared once, filled again for every batch.</summary>
internal sealed class ManyRows
{
    private readonly List<IList> columns = [];

    public ManyRows(string sql) => Command = new(sql);

    public NpgsqlBatchCommand Command { get; }

    public int Count => columns[0].Count;

    /// <summary>The next parameter, one array of values.</summary>
    public List<T> Column<T>(NpgsqlDbType type)
    {
        List<T> values = [];
        Command.Parameters.Add(new NpgsqlParameter<List<T>> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
        columns.Add(values);
        return values;
    }

    /// <summary>The next parameter, the same for all rows.</summary>
    public NpgsqlParameter<T> Value<T>(NpgsqlDbType type, T value)
    {
        NpgsqlParameter<T> parameter = new() { TypedValue = value, NpgsqlDbType = type };
        Command.Parameters.Add(parameter);
        return parameter;
    }

    public void Clear()
    {
        foreach (var column in columns) column.Clear();
    }
}
