using System.Collections.Concurrent;
using GridActors.Disputes;
using GridActors.Following;
using GridActors.Journal;
using GridActors.Silo.Journal;
using GridActors.Silo.Realms;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Following;

/// <summary>Carries follow-ups of one realm instance to their streams, again and again while the store is away; sets aside what keeps failing.</summary>
public sealed class Delivery(
    string instance, IJournal journal, IFollowerTable table, IStreamDoor door, RealmKeys keys, RealmClock clock, TimeProvider time, ILogger log)
{
    /// <summary>Tries before a follow-up counts as poisoned; a store that is away does not count.</summary>
    private const int TriesMax = 4;

    private static readonly TimeSpan PauseFirst = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(Partition Partition, string Target), int> parked = new();

    public int ParkedOf(Partition partition) => parked.Where(pair => pair.Key.Partition == partition).Sum(pair => pair.Value);

    internal async Task LoadParked(Partition partition)
    {
        foreach (var row in await table.ReadParked(instance, partition)) parked.AddOrUpdate((partition, row.Target), 1, (_, count) => count + 1);
    }

    /// <summary>Returns when the follow-up was carried out or set aside.</summary>
    internal async Task Carry(Errand errand, CancellationToken cancellation)
    {
        var lane = (errand.Cause.Stream.Partition, errand.FollowUp.Target.Name);
        if (parked.ContainsKey(lane))
        {
            await Park(errand, tries: 0, "behind a follow-up that was set aside", cancellation);
            return;
        }
        for (var tries = 1; ; tries++)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                await Send(errand, atCausesInstant: !clock.IsLive);
                return;
            }
            catch (InstanceClosedException)
            {
                return; // the world is gone
            }
            catch (Exception failure) when (IsOutage(failure))
            {
                tries--;
                await Pause(TriesMax, cancellation);
            }
            catch (Exception failure) when (tries < TriesMax)
            {
                log.LogWarning(failure, "a follow-up in {Instance} failed and is tried again", instance);
                await Pause(tries, cancellation);
            }
            catch (Exception failure)
            {
                log.LogError(failure, "a follow-up in {Instance} keeps failing and is set aside", instance);
                await Park(errand, tries, failure.GetType().Name, cancellation);
                return;
            }
        }
    }

    /// <summary>Tries everything that was set aside once more, oldest first for each target; answers how many could be carried out.</summary>
    public async Task<int> RetryParked(Partition partition)
    {
        var carried = 0;
        foreach (var lane in (await table.ReadParked(instance, partition)).GroupBy(row => row.Target))
        {
            var errands = new List<(ParkedRow Row, Errand Errand)>();
            foreach (var row in lane)
            {
                if (await ErrandOf(row) is { } errand) errands.Add((row, errand));
            }
            foreach (var (row, errand) in errands.OrderBy(pair => pair.Errand.Cause.Position))
            {
                try
                {
                    await Send(errand, atCausesInstant: false);
                }
                catch (Exception failure)
                {
                    log.LogWarning(failure, "a follow-up that was set aside in {Instance} failed again", instance);
                    await table.Park(instance, row with { Tries = row.Tries + 1, Error = failure.GetType().Name });
                    break; // what is behind it waits with it
                }
                await table.Unpark(instance, row);
                Unparked((partition, row.Target));
                carried++;
            }
        }
        return carried;
    }

    private async Task Send(Errand errand, bool atCausesInstant)
    {
        var envelope = FollowUps.Envelope(errand.FollowUp, errand.Cause, keys, atCausesInstant);
        var (kind, refusal) = await door.Send(errand.FollowUp.Target, envelope, errand.FollowUp.Command);
        if (errand.FollowUp.AsPersons is null || kind != AnswerKind.Refused) return;

        // only the sealed partition may learn that its open twin could not be closed
        var record = new FollowUp("twin-refused", errand.Cause.Stream, new RecordTwinRefusal(refusal ?? ""));
        await door.Send(record.Target, FollowUps.Envelope(record, errand.Cause, keys, atCausesInstant), record.Command);
    }

    private async Task<Errand?> ErrandOf(ParkedRow row)
    {
        var at = row.Cause.LastIndexOf('@');
        var stream = new StreamId(instance, row.Partition, row.Cause[..at]);
        var version = int.Parse(row.Cause.AsSpan(at + 1), System.Globalization.CultureInfo.InvariantCulture);
        if (await journal.ReadStream(stream, version - 1) is not [var cause, ..] || cause.Version != version) return null;
        var followUp = FollowUps.Of(stream, EventCodec.Decode(cause)).FirstOrDefault(one => one.Name == row.Name && one.Target.Name == row.Target && one.N == row.N);
        return followUp is null ? null : new(cause, followUp, Urgent: true);
    }

    private async Task Park(Errand errand, int tries, string error, CancellationToken cancellation)
    {
        var (cause, followUp) = (errand.Cause, errand.FollowUp);
        while (true)
        {
            try
            {
                await table.Park(instance, new(cause.Stream.Partition, followUp.Target.Name, cause.AsCause, followUp.Name, followUp.N, tries, error));
                parked.AddOrUpdate((cause.Stream.Partition, followUp.Target.Name), 1, (_, count) => count + 1);
                return;
            }
            catch (JournalUnavailableException)
            {
                await Pause(TriesMax, cancellation);
            }
        }
    }

    private void Unparked((Partition, string) lane)
    {
        if (parked.AddOrUpdate(lane, 0, (_, count) => count - 1) == 0) parked.TryRemove(lane, out _);
    }

    private Task Pause(int tries, CancellationToken cancellation)
    {
        var pause = PauseFirst * Math.Pow(2, tries - 1);
        return Task.Delay(pause < PauseMax ? pause : PauseMax, time, cancellation);
    }

    private static bool IsOutage(Exception failure) =>
        failure is JournalUnavailableException or TimeoutException or Orleans.Runtime.OrleansMessageRejectionException or Orleans.Runtime.SiloUnavailableException;
}
