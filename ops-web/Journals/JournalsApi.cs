using System.Text.Json;
using GridActors.Journal;
using GridActors.OpsWeb.Board;
using GridActors.OpsWeb.Http;
using GridActors.Silo.Journal;
using GridActors.Silo.Realms;

namespace GridActors.OpsWeb.Journals;

/// <summary>The open partition as it stands, in order, for whoever checks it; and the follow-ups that were set aside.</summary>
internal static class JournalsApi
{
    /// <summary>Entries in one answer.</summary>
    private const int EntriesMax = 1_000;

    private const int EntriesDefault = 100;

    public static void MapJournals(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/journal", Entries).Produces<JournalAnswer>().WithSummary("Entries of the open partition in order, gap-free by position");
        routes.MapGet("/api/parked", Parked).Produces<IReadOnlyList<ParkedAnswer>>().WithSummary("Follow-ups that keep failing");
        routes.MapPost("/api/parked/retry", Retry).Produces<RetryAnswer>().WithSummary("Tries them once more");
    }

    private static async Task<IResult> Entries(HttpContext http, IJournal journal, long after = 0, int limit = EntriesDefault)
    {
        var realm = http.Realm();
        if (after < 0) return Problem.Malformed("after", "a position");
        if (limit is < 1 or > EntriesMax) return Problem.Malformed("limit", $"1 to {EntriesMax}");
        var entries = await journal.ReadAll(realm.Instance, Partition.Open, after, limit);
        var head = journal.Head(realm.Instance, Partition.Open);
        return JsonShapes.Answer(new JournalAnswer([.. entries.Select(EntryAnswer.Of)], new(head.Position, Convert.ToHexStringLower(head.Hash.Span), head.Epoch)));
    }

    private static async Task<IResult> Parked(HttpContext http, IFollowerTable table, BoardScope scope)
    {
        var parked = new List<ParkedAnswer>();
        foreach (var partition in scope.Partitions)
            parked.AddRange((await table.ReadParked(http.Realm().Instance, partition)).Select(row => new ParkedAnswer(row.Target, row.Cause, row.Name, row.N, row.Tries, row.Error)));
        return JsonShapes.Answer(parked);
    }

    private static async Task<IResult> Retry(HttpContext http, IRealms realms, BoardScope scope) =>
        JsonShapes.Answer(new RetryAnswer(await realms.RetryParked(http.Realm().Instance, scope.SeesSealed)));
}

public sealed record JournalAnswer(IReadOnlyList<EntryAnswer> Entries, HeadAnswer Head);

public sealed record HeadAnswer(long Position, string Hash, string Epoch);

public sealed record ParkedAnswer(string Target, string Cause, string Name, int N, int Tries, string Error);

public sealed record RetryAnswer(int CarriedOut);

/// <summary>One row of the journal; the payload byte for byte as stored.</summary>
public sealed record EntryAnswer(
    long Position, string Stream, int Version, int Ordinal, DateTimeOffset At, DateTimeOffset RecordedAt, string CommandId, string Cause, int TieRank, string Name,
    int NameVersion, RawJson Payload, string Hash)
{
    public static EntryAnswer Of(JournalEntry entry) => new(
        entry.Position, entry.Stream.Name, entry.Version, entry.Ordinal, entry.At, entry.RecordedAt, entry.Command.ToString(), entry.Cause, (int)entry.TieRank, entry.Name,
        entry.NameVersion, new(entry.Payload), Convert.ToHexStringLower(entry.Hash.Span));
}

/// <summary>JSON that is written as it is.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(RawJsonConverter))]
public sealed record RawJson(string Text);

internal sealed class RawJsonConverter : System.Text.Json.Serialization.JsonConverter<RawJson>
{
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("only written");

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => writer.WriteRawValue(value.Text, skipInputValidation: true);
}
