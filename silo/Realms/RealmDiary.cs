using System.Globalization;
using GridActors.Journal;
using GridActors.Realms;

namespace GridActors.Silo.Realms;

/// <summary>The realm's own stream: which places it works with, and how its clock was set. Written here alone, by the process that holds the realm.</summary>
public sealed class RealmDiary
{
    /// <summary>Entries at the end of a partition among which the latest instant is looked for: instants run ahead of positions by no more than one surge.</summary>
    private const int LatestEntriesMax = 5_000;

    /// <summary>Tries of one write when an earlier one landed although its answer was lost.</summary>
    private const int WriteTriesMax = 3;

    private readonly IJournal journal;
    private readonly StreamId stream;
    private readonly RealmKeys keys;
    private readonly TimeProvider time;
    private Folded<Realm> folded;

    private RealmDiary(IJournal journal, StreamId stream, RealmKeys keys, TimeProvider time, Folded<Realm> folded) =>
        (this.journal, this.stream, this.keys, this.time, this.folded) = (journal, stream, keys, time, folded);

    public Realm Realm => folded.State;

    /// <summary>The rate to go on with when a pause ends.</summary>
    public double LastRunningRate { get; private set; } = 1;

    public static async Task<RealmDiary> Read(string instance, IJournal journal, RealmKeys keys, TimeProvider time)
    {
        var diary = new RealmDiary(journal, RealmStream.Of(instance), keys, time, Folded<Realm>.Start(GridActors.Realms.Realm.New));
        await diary.ReadOn();
        return diary;
    }

    public Task Adopt(string registryHash, bool withRoster, DateTimeOffset at) =>
        Write(new RegistryAdopted(registryHash, withRoster) { At = Instants.Later(folded.LastAt, Instants.Truncate(at)) });

    public Task AdoptRoster(string rosterHash, DateTimeOffset at) =>
        Write(new RosterAdopted(rosterHash) { At = Instants.Later(folded.LastAt, Instants.Truncate(at)) });

    /// <summary>Writes down how the clock stands and runs, and before it a speed that was chosen for after the pause.</summary>
    public Task SetClock(RealmClock clock, double? chosen = null)
    {
        var now = clock.Now;
        ClockSet set = new(clock.Rate, Instants.Truncate(time.GetUtcNow()), now) { At = Instants.Later(folded.LastAt, now) };
        return clock.Rate == 0 && chosen is { } later ? Write(set with { Rate = later }, set) : Write(set);
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

    /// <summary>The command id hangs on the version alone, so that two runs of one seed agree in it.</summary>
    private async Task Write(params RealmEvent[] happened)
    {
        for (var tries = 1; ; tries++)
        {
            var answer = await journal.Append(new()
            {
                Stream = stream,
                ExpectedVersion = folded.Version,
                Command = keys.PersonsCommand("", stream.Name, (folded.Version + 1).ToString(CultureInfo.InvariantCulture)),
                At = happened[^1].At,
                Cause = "",
                TieRank = TieRank.Act,
                Events = [.. happened.Select(EventCodec.Encode)],
            });
            if (answer.Outcome == AppendOutcome.Accepted)
            {
                foreach (var one in happened) Fold(one, one.At, answer.HashTag);
                return;
            }
            if (tries == WriteTriesMax) throw new InvalidOperationException("the realm's own stream was written elsewhere");
            await ReadOn(); // an earlier write landed although its answer was lost
        }
    }

    private async Task ReadOn()
    {
        foreach (var entry in await journal.ReadStream(stream, folded.Version)) Fold((RealmEvent)EventCodec.Decode(entry), entry.At, entry.HashTag);
    }

    private void Fold(RealmEvent happened, DateTimeOffset at, ulong hashTag)
    {
        if (happened is ClockSet { Rate: > 0 } set) LastRunningRate = set.Rate;
        folded = folded.After(RealmStream.Aggregate, happened, at, hashTag);
    }
}
