using System.Security.Cryptography;
using GridActors.Journal;
using GridActors.OpsWeb.Board;
using GridActors.Places;
using GridActors.Responders;
using GridActors.Silo.Hosting;
using GridActors.Silo.Realms;
using Orleans.Runtime;

namespace GridActors.OpsWeb.Field;

/// <summary>
/// In a realm that simulated people play, opening somebody's inbox takes that person over, and some time after the last of their inboxes on this node was left the
/// simulated one goes on. Where nobody plays nothing is written.
/// </summary>
internal sealed class TakenOver(BoardFeeds feeds, IRealms realms, IGrainFactory grains, IRealmSecrets secrets, DistrictOptions options, TimeProvider time, ILogger<TakenOver> log) : IHostedService
{
    /// <summary>Real time from the last inbox's end until the simulated person goes on: a tunnel or a dead battery gives nobody's work away.</summary>
    public static readonly TimeSpan ReleasedAfter = TimeSpan.FromMinutes(10);

    private const int TriesMax = 5;

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<(string Realm, ResponderId Who), Person> persons = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Demo != DemoMode.On) return Task.CompletedTask;
        realms.Replaced += Replaced;
        foreach (var realm in realms.All.Where(IsPlayed)) _ = FindTaken(realm);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        realms.Replaced -= Replaced;
        lock (gate)
        {
            foreach (var person in persons.Values) person.Leaving?.Dispose();
        }
        return Task.CompletedTask;
    }

    public void Opened(string realm, ResponderId who)
    {
        if (realms.Find(realm) is not { } view || !IsPlayed(view)) return;
        lock (gate)
        {
            var person = PersonOf(view.Name, who);
            person.Leaving?.Dispose();
            (person.Leaving, person.Inboxes) = (null, person.Inboxes + 1);
            if (!person.IsTaken) Tell(view.Name, who, person, taken: true);
        }
    }

    public void Closed(string realm, ResponderId who)
    {
        lock (gate)
        {
            if (realms.Find(realm) is { } view && persons.TryGetValue((view.Name, who), out var person) && --person.Inboxes == 0) ReleaseLater(view.Name, who, person);
        }
    }

    private bool IsPlayed(RealmView realm) => options.Demo == DemoMode.On && realm.Kind == RealmKind.Demo.Code();

    /// <summary>Whom an earlier process left taken over.</summary>
    private async Task FindTaken(RealmView realm)
    {
        var feed = feeds.FeedOf(realm);
        await feed.CaughtUp;
        foreach (var who in feed.Read(board => board.TakenOver.ToArray()))
        {
            lock (gate)
            {
                var person = PersonOf(realm.Name, who);
                person.IsTaken = true;
                if (person is { Inboxes: 0, Leaving: null }) ReleaseLater(realm.Name, who, person);
            }
        }
    }

    /// <summary>The next instance knows of nobody who is taken over.</summary>
    private void Replaced(string realm)
    {
        lock (gate)
        {
            foreach (var ((name, who), person) in persons)
            {
                if (name != realm) continue;
                person.IsTaken = false;
                if (person.Inboxes > 0) Tell(realm, who, person, taken: true);
            }
        }
    }

    private Person PersonOf(string realm, ResponderId who)
    {
        if (!persons.TryGetValue((realm, who), out var person)) persons.Add((realm, who), person = new());
        return person;
    }

    private void ReleaseLater(string realm, ResponderId who, Person person) => person.Leaving = time.CreateTimer(_ =>
    {
        lock (gate)
        {
            if (person.Inboxes == 0 && person.IsTaken) Tell(realm, who, person, taken: false);
        }
    }, null, ReleasedAfter, Timeout.InfiniteTimeSpan);

    private void Tell(string realm, ResponderId who, Person person, bool taken)
    {
        person.IsTaken = taken;
        person.Told = Tell(person.Told, realm, who, taken); // one after the other
    }

    private async Task Tell(Task before, string realm, ResponderId who, bool taken)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        for (var tries = 1; tries <= TriesMax; tries++)
        {
            if (realms.Find(realm) is not { } view) return;
            var id = secrets.KeysOf(view.Instance).PersonsCommand("", "take-over", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RealmKeys.SecretBytes)));
            try
            {
                var stream = StreamId.Of(view.Instance, Partition.Open, ResponderStream.Kind, who.Value);
                await GrainsByKey<IResponderGrain>.Of(grains, stream.GrainKey).Handle(new() { Id = id }, new TakeOverResponder(taken));
                return;
            }
            catch (Exception failure) when (failure is JournalUnavailableException or TimeoutException or OrleansMessageRejectionException or SiloUnavailableException)
            {
                await Task.Delay(TryAgainAfter, time);
            }
            catch (InstanceClosedException)
            {
                return; // the world is gone
            }
        }
        log.LogWarning("{Realm} could not be told that a simulated person was taken over or released", realm);
    }

    private sealed class Person
    {
        public int Inboxes { get; set; }

        public bool IsTaken { get; set; }

        public ITimer? Leaving { get; set; }

        public Task Told { get; set; } = Task.CompletedTask;
    }
}
