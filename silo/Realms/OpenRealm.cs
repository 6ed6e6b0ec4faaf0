using GridActors.Following;
using GridActors.Journal;
using GridActors.Silo.Deadlines;
using GridActors.Silo.Folder;
using GridActors.Silo.Following;
using GridActors.Silo.Journal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GridActors.Silo.Realms;

/// <summary>The stores and services that every realm instance runs on.</summary>
public sealed record RealmGround(
    IJournal Journal, IDueTable Due, IFollowerTable Followers, IStreamDoor Door, IRealmSecrets Secrets, RealmClocks Clocks, RealmPlaces Places, IRealmPlays? Plays,
    Intake Intake, TimeProvider Time, ILoggerFactory Logs)
{
    /// <summary>Other silos write to the same journals.</summary>
    public bool IsShared { get; init; }
}

/// <summary>One realm instance at work in this process: its clock, its followers, its due loop, and who plays it.</summary>
public sealed class OpenRealm(RealmInstance realm, RealmGround ground, bool played, Func<bool>? clockStands = null) : IAsyncDisposable
{
    private readonly RealmClock clock = ground.Clocks.Add(realm.Instance, realm.Kind == RealmKind.Live, clockStands);
    private readonly SemaphoreSlim steering = new(1);
    private readonly CancellationTokenSource stopping = new();
    private RealmDiary diary = null!;
    private Delivery openDelivery = null!, sealedDelivery = null!;
    private JournalFollower open = null!, sealedOnes = null!;
    private DueLoop due = null!;
    private IRealmPlay? play;
    private bool disposed;

    public RealmInstance Realm => realm;

    public RealmView View => new(realm.Name, realm.Instance, realm.Kind.Code(), clock.Now, clock.Rate, clock.IsPaused);

    public AdoptedPlaces Places => new(diary.Realm.Registry!.Hash, diary.Realm.Roster?.Hash);

    public RealmStatus Status => new(
        realm.Name, realm.Instance, ground.Journal.Head(realm.Instance, Partition.Open).Position, open.Followed, open.Lag, due.Lag, open.Parked + due.ParkedOf(Partition.Open));

    /// <summary>Adopts places, fills an empty played realm with its backlog, sets the clock, and begins to work.</summary>
    public async Task Start(Func<string> registryForNew, DateTimeOffset startsAt, double rate)
    {
        var log = ground.Logs.CreateLogger<OpenRealm>();
        var keys = ground.Secrets.KeysOf(realm.Instance);
        diary = await RealmDiary.Read(realm.Instance, ground.Journal, keys, ground.Time);
        var isNew = diary.Realm.Registry is null;
        if (isNew) await diary.Adopt(registryForNew(), withRoster: realm.Kind == RealmKind.Demo, clock.IsLive ? clock.Now : startsAt);
        UsePlaces();

        play = played ? ground.Plays?.Of(realm.Instance, clock) : null;
        if (isNew && play is not null) await play.Fill(startsAt);
        if (!clock.IsLive)
        {
            // time between processes never counts, and a deadline that passed meanwhile must fire before the clock goes on
            clock.HoldForDeadline(await ground.Due.Earliest(realm.Instance));
            clock.SetTo(diary.Realm.Clock?.Rate ?? rate, Instants.Later(diary.Realm.Clock?.RealmInstant ?? startsAt, await diary.LatestAt()));
            await diary.SetClock(clock);
        }

        openDelivery = DeliveryOf(Partition.Open, keys, log);
        sealedDelivery = DeliveryOf(Partition.Sealed, keys, NullLogger.Instance); // a log may not tell that a sealed case exists
        open = new(realm.Instance, Partition.Open, ground.Journal, ground.Followers, openDelivery, clock, ground.Intake, ground.Time, log);
        sealedOnes = new(realm.Instance, Partition.Sealed, ground.Journal, ground.Followers, sealedDelivery, clock, ground.Intake, ground.Time, NullLogger.Instance);
        due = new(realm.Instance, ground.Due, ground.Followers, ground.Door, keys, clock, ground.Time, log, othersArm: ground.IsShared && clock.IsLive);
        await open.Start();
        await sealedOnes.Start();
        await due.Start();
        if (play is not null) await play.Start();
        if (open.Parked + sealedOnes.Parked > 0) _ = Task.Run(() => RetryAtStart(log));
    }

    public Task SetClock(double? rate, bool? paused) => Steer(async () =>
    {
        var next = paused == true ? 0 : rate ?? (paused == false && clock.IsPaused ? diary.LastRunningRate : clock.Rate);
        if (paused is null && clock.IsPaused) next = 0; // a new speed does not end a pause
        clock.SetTo(next, clock.Now);
        await diary.SetClock(clock, chosen: rate);
    });

    public Task Step() => Steer(() => new RealmStep(clock, due, play, [sealedOnes, open], diary, stopping.Token).Take());

    /// <summary>Works with other places from now on. Nothing new when it does already.</summary>
    /// <exception cref="FileNotFoundException">There is no such registry.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or of a newer format.</exception>
    public Task AdoptRegistry(string hash) => Steer(async () =>
    {
        _ = ground.Places.RegistryBy(hash); // what cannot be read is never written down
        if (diary.Realm.Registry!.Hash != hash) await diary.Adopt(hash, diary.Realm.Registry.WithRoster, clock.Now);
        UsePlaces();
    });

    /// <summary>Works with other people from now on. Nothing new when it does already.</summary>
    /// <exception cref="FileNotFoundException">There is no such roster.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or of a newer format.</exception>
    public Task AdoptRoster(string hash) => Steer(async () =>
    {
        ground.Places.CheckRoster(hash);
        if (diary.Realm.Roster?.Hash != hash) await diary.AdoptRoster(hash, clock.Now);
        UsePlaces();
    });

    private void UsePlaces() => ground.Places.Adopt(realm.Instance, diary.Realm.Registry!.Hash, diary.Realm.Registry.WithRoster, diary.Realm.Roster?.Hash);

    /// <summary>Tries what was set aside once more: follow-ups, and (with the open ones) deadlines.</summary>
    public async Task<int> RetryParked(bool sealedToo) =>
        await openDelivery.RetryParked() + (sealedToo ? await sealedDelivery.RetryParked() : 0) + await due.RetryParked();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, true)) return;
        await stopping.CancelAsync();
        await steering.WaitAsync(); // a step that is being taken ends first
        if (play is not null) await play.DisposeAsync();
        await due.DisposeAsync();
        await open.DisposeAsync();
        await sealedOnes.DisposeAsync();
    }

    /// <exception cref="InstanceClosedException">The realm instance is being closed.</exception>
    private async Task Steer(Func<Task> act)
    {
        try
        {
            await steering.WaitAsync(stopping.Token);
            try
            {
                await act();
            }
            finally
            {
                steering.Release();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw new InstanceClosedException(realm.Instance);
        }
    }

    private async Task RetryAtStart(ILogger log)
    {
        try
        {
            await RetryParked(sealedToo: true);
        }
        catch (Exception failure) when (failure is JournalUnavailableException or InstanceClosedException)
        {
            log.LogWarning("what was set aside in {Instance} could not be tried again yet", realm.Instance);
        }
    }

    private Delivery DeliveryOf(Partition partition, RealmKeys keys, ILogger log) =>
        new(realm.Instance, partition, ground.Journal, ground.Followers, ground.Door, keys, clock, ground.Time, log);
}
