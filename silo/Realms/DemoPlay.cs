using GridActors.Journal;
using GridActors.Places;
using GridActors.Planning;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Realms;

/// <summary>
/// Simulated people at work in one realm instance: follows its journal, keeps the agenda, and does on the real grains what stands on it when the realm's
/// clock gets there. Everything it knows is rebuilt from the journal at a start; whatever it sends twice is told by its id. Says once when the instance
/// has grown to <paramref name="entriesMax"/> rows.
/// </summary>
public sealed class DemoPlay(string instance, RealmClock clock, AgendaPlan plan, PlayGround ground, long entriesMax, Action tooLarge) : IRealmPlay
{
    private const int ReadEntriesMax = 2_000;

    /// <summary>Acts on different streams in flight at high speeds.</summary>
    private const int InFlightMax = 32;

    /// <summary>Items taken off the agenda at a time.</summary>
    private const int TakenItemsMax = 256;

    private const int TriesMax = 5;

    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HeldPoll = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(200);

    private readonly RealmKeys keys = ground.Secrets.KeysOf(instance);
    private readonly PlayTexts texts = new(ground.Vault, ground.Secrets.KeysOf(instance), clock.IsLive ? RealmKind.Live : RealmKind.Demo);
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim turn = new(1);
    private readonly SemaphoreSlim clockSet = new(0, 1);
    private readonly TakenOverPeople takenOver = new();
    private Agenda agenda = null!;
    private long heard;
    private bool isTooLarge;
    private Task running = Task.CompletedTask;

    public async Task Fill(DateTimeOffset startsAt)
    {
        var (registry, roster) = (ground.Places.RegistryOf(instance), ground.Places.RosterOf(instance));
        var seals = new Dictionary<string, CaseSeal>();
        var landing = Task.CompletedTask;
        foreach (var part in Backlog.Before(startsAt, instance, plan, keys, ground.Rules, registry, roster))
        {
            var ready = part.Select(write => write.Item is null ? write.Request : write.Request with { Vault = texts.Of(write.Item, seals) }).ToArray();
            await landing;
            landing = Land(ready);
        }
        await landing;
        foreach (var seal in seals.Values) seal.Dispose();

        // the follow-ups of a backlog are in it
        await ground.Followers.SaveFollowed(instance, Partition.Open, ground.Journal.Head(instance, Partition.Open).Position);
    }

    public async Task Start()
    {
        agenda = new(instance, plan, keys, ground.Places.RegistryOf(instance), ground.Places.RosterOf(instance), clock.Now);
        await Hear();
        agenda.ResumeAt(clock.Now);
        clock.Set += Wake;
        running = Task.Run(Run);
    }

    public async Task<DateTimeOffset?> NextAt()
    {
        await turn.WaitAsync();
        try
        {
            await Hear();
            return agenda.Next.At;
        }
        finally
        {
            turn.Release();
        }
    }

    public async Task<IReadOnlyList<PlayItem>> TakeAt(DateTimeOffset instant)
    {
        await turn.WaitAsync();
        try
        {
            await Hear();
            var taken = new List<PlayItem>();
            while (agenda.Next.At <= instant)
            {
                var item = agenda.Take();
                taken.Add(new(item.At, item.TieRank, item.Target.Partition, item.Target.Name, item.Id, () => StepTo(item)));
            }
            return taken;
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        clock.Set -= Wake;
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        turn.Dispose();
        stopping.Dispose();
    }

    /// <summary>In order, which the lane keeps, and never more at once than one commit takes: a slow disk must not make a whole backlog wait longer than a command may.</summary>
    private async Task Land(AppendRequest[] requests)
    {
        foreach (var batch in requests.Chunk(GroupCommit.BatchCommandsMax))
        {
            for (var tries = 1; ; tries++)
            {
                try
                {
                    var landed = await Task.WhenAll(batch.Select(request => ground.Journal.Append(request).AsTask()));
                    foreach (var answer in landed)
                        if (answer.Outcome is not (AppendOutcome.Accepted or AppendOutcome.Repeated)) throw new InvalidOperationException($"the backlog does not fit the journal: {answer.Outcome}");
                    break;
                }
                catch (JournalUnavailableException) when (tries < TriesMax)
                {
                    await Task.Delay(TryAgainAfter * tries, ground.Time, stopping.Token); // what landed of it is told as repeated
                }
            }
        }
    }

    private async Task Run()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var pause = await PlayOn();
                if (pause > TimeSpan.Zero) await Wait(pause);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (InstanceClosedException)
            {
                return; // the world is gone
            }
            catch (Exception failure)
            {
                ground.Log.LogWarning(failure, "the play of {Instance} stumbled and goes on", instance);
                await Task.Delay(WaitMax, ground.Time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Does what the clock has reached; answers how long there is nothing to do, in real time.</summary>
    private async Task<TimeSpan> PlayOn()
    {
        await turn.WaitAsync(stopping.Token);
        try
        {
            if (clock.IsPaused) return WaitMax;
            await Hear();
            if (heard >= entriesMax && !isTooLarge)
            {
                isTooLarge = true;
                tooLarge();
            }
            var next = agenda.Next.At;
            if (clock.RealTimeUntil(next) is not { } wait) return WaitMax;
            if (wait > TimeSpan.Zero) return wait < WaitMax ? wait : WaitMax;
            var now = clock.Now;
            if (now < next) return HeldPoll; // a deadline or a follow-up comes first
            var due = new List<AgendaItem>();
            while (due.Count < TakenItemsMax && agenda.Next.At <= now) due.Add(agenda.Take());
            await Parallel.ForEachAsync(
                due.GroupBy(item => item.Target),
                new ParallelOptions { MaxDegreeOfParallelism = InFlightMax, CancellationToken = stopping.Token },
                async (stream, _) =>
                {
                    foreach (var item in stream) await Send(item);
                });
            return TimeSpan.Zero;
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task StepTo(AgendaItem item)
    {
        await Hear();
        if (agenda.Stands(item)) await Send(item);
    }

    private async Task Send(AgendaItem item)
    {
        if (takenOver.Act(item)) return; // a person does that now, or does not
        for (var tries = 1; ; tries++)
        {
            try
            {
                await ground.Door.Send(item.Target, item.Envelope(await texts.Of(item)), item.Command);
                return; // what it answers is in the journal, or does not matter
            }
            catch (CaseErasedException)
            {
                return; // nobody writes to a person who was forgotten
            }
            catch (JournalUnavailableException) when (tries < TriesMax)
            {
                await Task.Delay(TryAgainAfter * tries, ground.Time, stopping.Token);
            }
        }
    }

    /// <summary>Tells the agenda everything new in the journal.</summary>
    private async Task Hear()
    {
        while (ground.Journal.Head(instance, Partition.Open).Position > heard)
        {
            var entries = await ground.Journal.ReadAll(instance, Partition.Open, heard, ReadEntriesMax);
            if (entries.Count == 0) return;
            foreach (var entry in entries)
            {
                agenda.Heard(entry);
                takenOver.Heard(entry);
            }
            heard = entries[^1].Position;
        }
    }

    /// <summary>Until the time is over, something new is in the journal, or the clock was set.</summary>
    private async Task Wait(TimeSpan pause)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        await Task.WhenAny(
            Task.Delay(pause, ground.Time, over.Token),
            clock.IsPaused ? Task.Delay(pause, ground.Time, over.Token) : ground.Journal.WaitPast(instance, Partition.Open, heard, over.Token).AsTask(),
            clockSet.WaitAsync(over.Token));
        await over.CancelAsync();
    }

    private void Wake()
    {
        if (clockSet.CurrentCount > 0) return;
        try
        {
            clockSet.Release();
        }
        catch (SemaphoreFullException)
        {
            // somebody else woke it
        }
    }
}
