using GridActors.Following;
using GridActors.Journal;
using GridActors.Silo.Journal;
using GridActors.Silo.Journal.Postgres;
using GridActors.Silo.Realms;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Following;

/// <summary>
/// Follows one partition of one realm instance and carries each event's follow-ups to their streams: in order per target, side by side across targets;
/// one at a time, wave by wave, while the realm is paused (contract §4, §6). At least once; receivers ignore repeats.
/// </summary>
public sealed class JournalFollower(
    string instance, Partition partition, IJournal journal, IFollowerTable table, Delivery delivery, RealmClock clock, Intake intake, TimeProvider time,
    ILogger log) : IAsyncDisposable
{
    /// <summary>Entries read at a time.</summary>
    private const int ReadEntriesMax = 1_000;

    /// <summary>Entries with unfinished follow-ups before reading stops.</summary>
    private const int UnfinishedEntriesMax = 8_192;

    private static readonly TimeSpan SaveEvery = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource stopping = new();
    private readonly UrgentChains urgent = new();
    private readonly FollowUpShare ordinary = new(intake);
    private Progress progress = new(0);
    private long savedPosition, readPosition;
    private Task running = Task.CompletedTask;

    /// <summary>Everything up to this position has been followed or set aside.</summary>
    public long Followed => progress.Followed;

    /// <summary>How long the oldest unfinished entry has been waiting.</summary>
    public TimeSpan Lag => progress.OldestRecordedAt is { } since ? time.GetUtcNow() - since : TimeSpan.Zero;

    public int Parked => delivery.Parked;

    /// <summary>Whether everything in the journal has been followed.</summary>
    public bool IsQuiet => Followed >= journal.Head(instance, partition).Position;

    public async Task Start()
    {
        savedPosition = readPosition = await table.ReadFollowed(instance, partition);
        progress = new(savedPosition);
        await delivery.LoadParked();
        running = Task.WhenAll(Task.Run(Read), Task.Run(Save));
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await SaveNow();
    }

    private async Task Read()
    {
        var lanes = new TargetLanes(Run);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await journal.WaitPast(instance, partition, readPosition, stopping.Token);
                if (progress.Unfinished >= UnfinishedEntriesMax)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(1), time, stopping.Token); // the lanes are full: let them drain
                    continue;
                }
                var entries = await journal.ReadAll(instance, partition, readPosition, ReadEntriesMax);
                if (entries.Count == 0) continue;
                await Follow(entries, lanes);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure)
            {
                log.LogError(failure, "following {Instance} stumbled and tries again", instance);
                await Task.Delay(TimeSpan.FromSeconds(1), time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Follow(IReadOnlyList<JournalEntry> entries, TargetLanes lanes)
    {
        for (var i = 0; i < entries.Count; i++)
            if (entries[i].Position != readPosition + 1 + i) throw new InvalidOperationException($"position {readPosition + 1 + i} is missing from the journal");
        var wave = new List<Errand>();
        foreach (var entry in entries)
        {
            var errands = await ErrandsOf(entry);
            progress.Began(entry, errands.Length);
            readPosition = entry.Position;
            wave.AddRange(errands);
        }
        HoldClock();
        if (!clock.IsPaused)
        {
            foreach (var errand in wave) lanes.Add(errand);
            return;
        }
        wave.Sort((left, right) => StepOrder.Compare(left.Cause, left.FollowUp, right.Cause, right.FollowUp));
        foreach (var errand in wave) await Run(errand);
    }

    private async Task<Errand[]> ErrandsOf(JournalEntry entry)
    {
        try
        {
            var happened = EventCodec.Decode(entry);
            var isUrgent = urgent.Includes(entry, Urgency.IsUrgent(partition, happened));
            return [.. FollowUps.Of(entry.Stream, happened).Select(followUp => new Errand(entry, followUp, isUrgent))];
        }
        catch (Exception failure)
        {
            await delivery.ParkUnreadable(entry, failure, stopping.Token);
            return [];
        }
    }

    private async Task Run(Errand errand)
    {
        using var place = errand.Urgent ? default : await ordinary.Enter();
        try
        {
            await delivery.Carry(errand, stopping.Token);
            progress.Finished(errand.Cause);
            HoldClock();
        }
        catch (OperationCanceledException)
        {
            // stopping: the entry stays unfinished and is delivered again at the next start
        }
        catch (Exception failure)
        {
            log.LogError(failure, "a follow-up in {Instance} was dropped; it is delivered again at the next start", instance);
        }
    }

    /// <summary>What is committed and not yet read may have follow-ups too: until then the clock is held where it was, or earlier.</summary>
    private void HoldClock()
    {
        var oldest = progress.OldestAt;
        var allIsRead = readPosition >= journal.Head(instance, partition).Position;
        clock.HoldForFollowUp(partition, oldest, mayLift: allIsRead);
    }

    private async Task Save()
    {
        using var timer = new PeriodicTimer(SaveEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token)) await SaveNow();
        }
        catch (OperationCanceledException)
        {
            // stopping: DisposeAsync saves once more
        }
    }

    private async Task SaveNow()
    {
        var followed = progress.Followed;
        if (followed == savedPosition) return;
        try
        {
            await table.SaveFollowed(instance, partition, followed);
            savedPosition = followed;
        }
        catch (Exception failure) when (failure is JournalUnavailableException or InstanceClosedException or SupersededFollowerException)
        {
            log.LogWarning("the follower's place in {Instance} could not be saved yet", instance); // only costs repeats
        }
    }
}
