using System.Collections.Immutable;
using GridActors.Journal;
using GridActors.Silo.Journal;

namespace GridActors.Tests.Storage.Journal;

/// <summary>A store under trial: opened, stopped and opened again by the suite, whatever it keeps its tables in.</summary>
public interface IStoreUnderTrial : IAsyncDisposable
{
    /// <summary>The store, with <see cref="Commands.Instance"/> open after <see cref="Start"/>.</summary>
    IJournalStore Store { get; }

    ValueTask Start();

    /// <summary>Stops the store, lets somebody do mischief, and opens it again against what is known of it.</summary>
    ValueTask<InstanceOpening> Reopen(InstanceCheck? check = null, Func<Task>? meanwhile = null);

    /// <summary>Changes the tables behind the journal's back.</summary>
    Task Tamper(string sql);

    /// <summary>The tables as they would stand after somebody's mischief; the store's own stay as they are.</summary>
    Task<IStoredTables> Tampered(string sql);

    /// <summary>The tables as they stand at one moment, beside the running store.</summary>
    IStoredTables Read();
}

/// <summary>SQLite in a folder of its own.</summary>
public sealed class SqliteTrial : IStoreUnderTrial
{
    private readonly string folder = Directory.CreateTempSubdirectory("journal-").FullName;

    public SqliteTrial() => Store = new SqliteJournal(_ => Path);

    public IJournalStore Store { get; private set; }

    public string Path => System.IO.Path.Combine(folder, Commands.Instance, "journal.db");

    public async ValueTask Start() => await Store.Open(Commands.Instance);

    public async ValueTask<InstanceOpening> Reopen(InstanceCheck? check = null, Func<Task>? meanwhile = null)
    {
        await Store.DisposeAsync();
        if (meanwhile is not null) await meanwhile();
        Store = new SqliteJournal(_ => Path);
        return await Store.Open(Commands.Instance, check);
    }

    public Task Tamper(string sql)
    {
        Change(Path, sql);
        return Task.CompletedTask;
    }

    public Task<IStoredTables> Tampered(string sql)
    {
        var copy = System.IO.Path.Combine(folder, System.IO.Path.GetRandomFileName() + ".db");
        Change(Path, $"VACUUM INTO '{copy}'");
        Change(copy, sql);
        return Task.FromResult<IStoredTables>(SqliteTables.Read(copy));
    }

    private static void Change(string path, string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public IStoredTables Read() => SqliteTables.Read(Path);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>Commands as a grain would send them; each has an id of its own unless told otherwise.</summary>
internal static class Commands
{
    public const string Instance = "live";

    public static readonly DateTimeOffset Noon = new(2031, 5, 6, 4, 0, 0, TimeSpan.Zero);

    private static long last;

    public static StreamId Stream(string name, Partition partition = Partition.Open) => new(Instance, partition, name);

    public static CommandId NewId() => new((UInt128)Interlocked.Increment(ref last) << 64 | 7);

    public static BodyHash Body(int body) => new(BodyHash.CanonicalJson, (UInt128)body);

    public static AppendRequest On(StreamId stream, int version, int events = 1) => new()
    {
        Stream = stream,
        ExpectedVersion = version,
        Command = NewId(),
        Body = Body(1),
        At = Noon,
        Cause = "",
        TieRank = TieRank.Act,
        Events = [.. Enumerable.Range(1, events).Select(n => new NewEvent("thing-happened", 1, $$"""{"n":{{n}},"where":"宝安"}""", n))],
    };

    /// <summary>A look-up's hash, hex as all are, that a reader can tell from others.</summary>
    public static string KeyHash(string word) => Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(word));

    public static AppendRequest Report(string caseId, string key, Partition partition = Partition.Open) => On(Stream($"dispute/{caseId}", partition), 0) with
    {
        Armed = [new("place", "", Noon.AddMinutes(10), 1)],
        Area = "440306018012-017",
        Vault = new(
            [new("row-" + caseId, caseId, "report", [1, 2, 3], [4, 5, 6])],
            [new(caseId, [7, 8, 9], 1)],
            [new(Lookup.Report, KeyHash(key), caseId, partition), new(Lookup.Receipt, KeyHash("receipt-" + caseId), caseId, partition)]),
    };

    public static async Task<IReadOnlyList<JournalEntry>> All(this IJournal journal, Partition partition = Partition.Open) =>
        await journal.ReadAll(Instance, partition, 0, int.MaxValue);

    public static async Task<AppendAnswer> Accepted(this IJournal journal, AppendRequest request)
    {
        var answer = await journal.Append(request);
        Assert.Equal(AppendOutcome.Accepted, answer.Outcome);
        return answer;
    }
}
