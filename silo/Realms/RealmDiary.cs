using System.Security.Cryptography;
using GridActors.Journal;
using GridActors.Realms;

namespace GridActors.Silo.Realms;

/// <summary>The realm's own stream: which places it works with, and how its clock was set. Written here alone, by the process that holds the realm.</summary>
public sealed class RealmDiary
{
    /// <summary>Entries at the end of a partition among which the latest instant is looked for: instants run ahead of positions by no more than one surge.</summary>
    private const int LatestEntriesMax = 5_000;

    private readonly IJournal journal;
    private readonly StreamId stream;
    private readonly TimeProvider time;
    private Folded<Realm> folded;

    private RealmDiary(IJournal journal, StreamId stream, TimeProvider time, Folded<Realm> folded) =>
        (this.journal, this.stream, this.time, this.folded) = (journal, stream, time, folded);

    public Realm Realm => folded.State;

    /// <summary>The rate to go on with when a pause ends.</summary>
    public double LastRunningRate { get; set; } = 1;

    public static async Task<RealmDiary> Read(string instance, IJournal journal, TimeProvider time)
    {
        var stream = RealmStream.Of(instance);
        var folded = Folded<Realm>.Start(GridActors.Realms.Realm.New);
        var rate = 1.0;
        foreach (var entry in await journal.ReadStream(stream, 0))
        {
            var happened = (RealmEvent)EventCodec.Decode(entry);
            if (happened is ClockSet { Rate: > 0 } set) rate = set.Rate;
            folded = folded.After(RealmStream.Aggregate, happened, entry.At, entry.HashTag);
        }
        return new(journal, stream, time, folded) { LastRunningRate = rate };
    }

    public Task Adopt(string registryHash, bool withRoster, DateTimeOffset at) =>
        Write(new RegistryAdopted(registryHash, withRoster) { At = Instants.Later(folded.LastAt, Instants.Truncate(at)) });

    /// <summary>Writes down how the clock stands and runs.</summary>
    public async Task SetClock(RealmClock clock)
    {
        if (clock.Rate > 0) LastRunningRate = clock.Rate;
        var now = clock.Now;
        await Write(new ClockSet(clock.Rate, Instants.Truncate(time.GetUtcNow()), now) { At = Instants.Later(folded.LastAt, now) });
    }

    /// <summary>The latest realm instant in the journal.</summary>
    public async Task<DateTimeOffset> LatestAt()
    {
        var latest = folded.LastAt;
        foreach (var partition in Enum.GetValues<Partition>())
        {
            var head = journal.Head(stream.Instance, partition).Position;
            foreach (var entry in await journal.ReadAll(stream.Instance, partition, Math.Max(0, head - LatestEntriesMax), LatestEntriesMax)) latest = Instants.Later(latest, entry.At);
        }
        return latest;
    }

    private async Task Write(RealmEvent happened)
    {
        var answer = await journal.Append(new()
        {
            Stream = stream,
            ExpectedVersion = folded.Version,
            Command = CommandId.From(RandomNumberGenerator.GetBytes(16)),
            At = happened.At,
            Cause = "",
            TieRank = TieRank.Act,
            Events = [EventCodec.Encode(happened)],
        });
        if (answer.Outcome != AppendOutcome.Accepted) throw new InvalidOperationException("the realm's own stream was written elsewhere");
        folded = folded.After(RealmStream.Aggregate, happened, happened.At, answer.HashTag);
    }
}
