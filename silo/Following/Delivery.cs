using System.Globalization;
using GridActors.Disputes;
using GridActors.Following;
using GridActors.Journal;
using GridActors.Silo.Journal;
using GridActors.Silo.Realms;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Following;

/// <summary>Carries follow-ups of one partition to their streams, again and again while the store is away; sets aside what keeps failing.</summary>
public sealed class Delivery(
    string instance, Partition partition, IJournal journal, IFollowerTable table, IStreamDoor door, RealmKeys keys, RealmClock clock, TimeProvider time, ILogger log)
{
    /// <summary>Tries before a follow-up counts as poisoned; a store that is away does not count.</summary>
    private const int TriesMax = 4;

    private static readonly TimeSpan PauseFirst = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(1);

    private readonly ParkedLanes parked = new();
    private readonly SemaphoreSlim retrying = new(1);

    /// <summary>Follow-ups set aside.</summary>
    public int Parked => parked.Count;

    internal async Task LoadParked()
    {
        foreach (var row in await table.ReadParked(instance, partition))
            if (!ParkedNames.IsDeadline(row)) parked.Add(row);
    }

    /// <summary>Returns when the follow-up was carried out or set aside.</summary>
    internal async Task Carry(Errand errand, CancellationToken cancellation)
    {
        if (parked.Holds(errand.FollowUp.Target.Name))
        {
            await Park(RowOf(errand, tries: 0, "behind a follow-up that was set aside"), cancellation);
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
            catch (Exception failure) when (Outage.Is(failure))
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
                await Park(RowOf(errand, tries, failure.GetType().Name), cancellation);
                return;
            }
        }
    }

    /// <summary>Sets aside an entry that this build cannot read, so that it does not stop everything behind it.</summary>
    internal Task ParkUnreadable(JournalEntry entry, Exception failure, CancellationToken cancellation)
    {
        log.LogError(failure, "an entry in {Instance} cannot be read; what follows from it is set aside", instance);
        return Park(new(partition, "", entry.AsCause, ParkedNames.Unreadable, 0, 1, failure.GetType().Name), cancellation);
    }

    /// <summary>Tries everything that was set aside once more, oldest first for each target; answers how many could be carried out.</summary>
    public async Task<int> RetryParked()
    {
        await retrying.WaitAsync();
        try
        {
            var (carried, all) = (0, 0);
            do
            {
                carried = await RetryOnce();
                all += carried;
            }
            while (carried > 0 && Parked > 0); // more may have been set aside behind them meanwhile
            return all;
        }
        finally
        {
            retrying.Release();
        }
    }

    private async Task<int> RetryOnce()
    {
        var carried = 0;
        foreach (var lane in (await table.ReadParked(instance, partition)).Where(row => !ParkedNames.IsDeadline(row)).GroupBy(row => row.Target))
        {
            var waiting = new List<(ParkedRow Row, JournalEntry? Cause)>();
            foreach (var row in lane) waiting.Add((row, await CauseOf(row)));
            foreach (var (row, cause) in waiting.OrderBy(pair => pair.Cause?.Position))
            {
                try
                {
                    if (cause is not null) await SendAgain(row, cause);
                }
                catch (Exception failure)
                {
                    log.LogWarning(failure, "a follow-up that was set aside in {Instance} failed again", instance);
                    await table.Park(instance, row with { Tries = row.Tries + 1, Error = failure.GetType().Name });
                    if (row.Name != ParkedNames.Unreadable) break; // what is behind it waits with it
                    continue;
                }
                await table.Unpark(instance, row);
                parked.Remove(row);
                carried++;
            }
        }
        return carried;
    }

    private async Task SendAgain(ParkedRow row, JournalEntry cause)
    {
        foreach (var followUp in FollowUps.Of(cause.Stream, EventCodec.Decode(cause)))
        {
            if (row.Name != ParkedNames.Unreadable && (followUp.Name, followUp.Target.Name, followUp.N) != (row.Name, row.Target, row.N)) continue;
            await Send(new(cause, followUp, Urgent: true), atCausesInstant: false);
        }
    }

    private async Task Send(Errand errand, bool atCausesInstant)
    {
        var (cause, followUp) = (errand.Cause, errand.FollowUp);
        var envelope = FollowUps.Envelope(followUp, cause, keys, atCausesInstant);
        if (followUp.AsPersons is null)
        {
            await door.Send(followUp.Target, envelope, followUp.Command);
            return;
        }

        // only the sealed partition may learn that its open twin could not be closed; once it has, the twin is left alone, however often this comes again
        var record = new FollowUp("twin-refused", cause.Stream, new RecordTwinRefusal(""));
        var recording = FollowUps.Envelope(record, cause, keys, atCausesInstant);
        if (await journal.FindCommand(cause.Stream, recording.Id) is not null) return;
        var (kind, refusal) = await door.Send(followUp.Target, envelope, followUp.Command);
        if (kind == AnswerKind.Refused) await door.Send(record.Target, recording, new RecordTwinRefusal(refusal ?? ""));
    }

    /// <summary>The entry that a row's follow-up comes from; null when the journal does not have it (an older copy was put back).</summary>
    private async Task<JournalEntry?> CauseOf(ParkedRow row)
    {
        var at = row.Cause.LastIndexOf('@');
        var version = int.Parse(row.Cause.AsSpan(at + 1), CultureInfo.InvariantCulture);
        var entries = await journal.ReadStream(new(instance, partition, row.Cause[..at]), version - 1);
        return entries is [var cause, ..] && cause.Version == version ? cause : null;
    }

    private ParkedRow RowOf(Errand errand, int tries, string error) =>
        new(partition, errand.FollowUp.Target.Name, errand.Cause.AsCause, errand.FollowUp.Name, errand.FollowUp.N, tries, error);

    private async Task Park(ParkedRow row, CancellationToken cancellation)
    {
        parked.Add(row); // first: nobody may overtake it while the row is being written
        while (true)
        {
            try
            {
                await table.Park(instance, row);
                return;
            }
            catch (InstanceClosedException)
            {
                return;
            }
            catch (Exception failure)
            {
                log.LogWarning(failure, "what was set aside in {Instance} could not be written down yet", instance);
                await Pause(TriesMax, cancellation);
            }
        }
    }

    private Task Pause(int tries, CancellationToken cancellation)
    {
        var pause = PauseFirst * Math.Pow(2, tries - 1);
        return Task.Delay(pause < PauseMax ? pause : PauseMax, time, cancellation);
    }
}
