using System.Globalization;
using CsCheck;
using GridActors.Journal;
using GridActors.Tests.Storage.Journal;
using static GridActors.Tests.Storage.Journal.Commands;

namespace GridActors.Tests.Storage.Postgres;

/// <summary>Whatever is asked of them, both stores answer and remember the same.</summary>
public sealed class EqualStoresTests(PostgresServer server)
{
    private const int CommandCount = 10_000;

    /// <summary>Commands on their way at once; no two of one wave are about one stream or one report, so that their order among each other changes nothing but positions.</summary>
    private const int WaveMax = 40;

    private const int StreamCount = 60, ReportCount = 400;

    [Fact]
    public async Task The_same_ten_thousand_commands_give_equal_journals_and_answers()
    {
        const ulong seed = 20_310_506;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        await using var sqlite = new SqliteTrial();
        await using var postgres = new PostgresTrial(server);
        await sqlite.Start();
        await postgres.Start();
        var (first, second) = (await Run(sqlite, new PCG(1, seed)), await Run(postgres, new PCG(1, seed)));
        Assert.Equal(first.Answers, second.Answers);
        Assert.Equal(first.Rows, second.Rows);
        Assert.Equal(first.Due, second.Due);
        Assert.Equal(first.Found, second.Found);
        foreach (var outcome in Enum.GetValues<AppendOutcome>()) Assert.Contains(first.Answers, answer => answer.StartsWith($"{outcome} ", StringComparison.Ordinal));
    }

    private static async Task<(List<string> Answers, List<string> Rows, List<string> Due, List<string> Found)> Run(IStoreUnderTrial trial, PCG chance)
    {
        var store = trial.Store;
        var (answers, versions, sent) = (new List<string>(), new Dictionary<StreamId, int>(), new List<AppendRequest>());
        while (answers.Count < CommandCount)
        {
            var wave = new Dictionary<string, AppendRequest>();
            while (wave.Count < WaveMax)
            {
                var (subject, request) = Next(chance, versions, sent, answers.Count + wave.Count);
                if (!wave.TryAdd(subject, request)) break;
            }
            var calls = wave.Values.Select(request => store.Append(request).AsTask()).ToList();
            foreach (var (request, call) in wave.Values.Zip(calls))
            {
                var answer = await call;
                answers.Add($"{answer.Outcome} {answer.LastVersion} {answer.Position > 0}");
                if (answer.Outcome == AppendOutcome.Accepted) versions[request.Stream] = answer.LastVersion;
                sent.Add(request);
            }
        }
        var entries = new List<JournalEntry>();
        foreach (var partition in (Partition[])[Partition.Open, Partition.Sealed])
            for (var after = 0L; after < store.Head(Instance, partition).Position; after += 1_000) entries.AddRange(await store.ReadAll(Instance, partition, after, 1_000));
        var found = new List<string>();
        for (var n = 0; n < ReportCount; n++) found.Add($"{await store.FindLookup(Instance, Lookup.Report, KeyHash($"key{n}"))} {(await store.ReadRows(Instance, $"CASE{n}")).Count}");
        return (answers,
            [.. entries.OrderBy(entry => entry.At).ThenBy(entry => entry.TieRank).ThenBy(entry => entry.Stream.Partition).ThenBy(entry => entry.Stream.Name, StringComparer.Ordinal).ThenBy(entry => entry.Version)
                .Select(entry => string.Join('|', Instants.Text(entry.At), entry.TieRank, entry.Stream.Partition, entry.Stream.Name, entry.Version, entry.Ordinal, entry.Command, entry.Cause, entry.Name, entry.NameVersion, entry.Payload))],
            [.. (await store.ReadDue(Instance, DateTimeOffset.MaxValue.AddYears(-1), int.MaxValue)).Select(row => row.ToString())],
            found);
    }

    /// <summary>A report, a command on a stream (sometimes stale, sometimes with nothing new, sometimes with a deadline armed or cleared), or one that was sent before.</summary>
    private static (string Subject, AppendRequest Request) Next(PCG chance, Dictionary<StreamId, int> versions, List<AppendRequest> sent, int n)
    {
        var partition = chance.Next(5) == 0 ? Partition.Sealed : Partition.Open;
        if (sent.Count > 0 && chance.Next(10) == 0)
        {
            var again = sent[(int)chance.Next((uint)sent.Count)];
            return (SubjectOf(again), chance.Next(3) == 0 ? again with { Body = Body(99) } : again);
        }
        var id = new CommandId((UInt128)(uint)n + 1);
        if (chance.Next(6) == 0)
        {
            var which = chance.Next(ReportCount);
            var report = Report($"CASE{which}", $"key{which}", partition) with { Command = id, At = Noon.AddSeconds(n) };
            var version = versions.GetValueOrDefault(report.Stream);
            var onTop = version > 0 && chance.Next(4) == 0; // a case's text is kept once
            return (SubjectOf(report), onTop ? report with { ExpectedVersion = version, Armed = [], Vault = report.Vault with { Rows = [], Keys = [] } } : report);
        }
        var stream = Stream($"cell/{chance.Next(StreamCount).ToString(CultureInfo.InvariantCulture)}", partition);
        var now = versions.GetValueOrDefault(stream);
        var due = new Deadline("visit", "", Noon.AddDays(1 + now % 3), now % 3);
        var request = On(stream, chance.Next(12) == 0 ? now + 1 : now, events: (int)chance.Next(4)) with
        {
            Command = id,
            At = Noon.AddSeconds(n),
            Armed = chance.Next(3) == 0 ? [due] : [],
            Area = "440306018012-017",
        };
        return (SubjectOf(request), request.Armed.IsEmpty && chance.Next(2) == 0 ? request with { Cleared = [due] } : request);
    }

    private static string SubjectOf(AppendRequest request) => request.Vault.Lookups is [var lookup, ..] ? lookup.KeyHash : $"{request.Stream.Partition} {request.Stream.Name}";
}
