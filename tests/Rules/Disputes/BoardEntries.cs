using GridActors.Disputes;
using GridActors.Journal;

namespace GridActors.Tests.Rules.Disputes;

/// <summary>Journal rows around events, for folds that need no journal.</summary>
internal static class BoardEntries
{
    public static IReadOnlyList<JournalEntry> Of(StreamId stream, params IReadOnlyList<DisputeEvent> events) =>
        [.. events.Select((happened, n) => Of(stream, position: n + 1, version: n + 1, happened, happened.At))];

    public static JournalEntry Of(StreamId stream, long position, int version, object happened, DateTimeOffset at)
    {
        var encoded = EventCodec.Encode(happened);
        return new()
        {
            Stream = stream,
            Position = position,
            Version = version,
            Ordinal = 0,
            At = at,
            RecordedAt = at,
            Command = default,
            Cause = "",
            TieRank = TieRank.Act,
            Name = encoded.Name,
            NameVersion = encoded.NameVersion,
            Payload = encoded.Payload,
            Hash = new byte[] { 0, 0, 0, 0, 0, 0, 0, 0xff },
            Decoded = happened,
        };
    }
}
