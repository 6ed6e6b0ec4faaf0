using System.Collections.Concurrent;
using GridActors.Journal;
using GridActors.Realms;
using GridActors.Silo.Folder;
using GridActors.Silo.Hosting;
using GridActors.Silo.Journal;
using GridActors.Silo.Realms;
using GridActors.Silo.Vault;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Clustering;

/// <summary>A realm instance whose journal is open in this process, and its own stream as far as it was read here.</summary>
public sealed record SharedInstance(RealmInstance Realm, Folded<Realm> Folded)
{
    /// <summary>It has places: before that nobody can do anything in it.</summary>
    public bool IsReady => Folded.State.Registry is not null;
}

/// <summary>
/// The realm instances that several processes share, open in this one too: follows the control table for instances that come and go, and each instance's own stream for
/// the places that it adopts.
/// </summary>
public sealed partial class SharedInstances(
    ServedFolder files, IJournalStore journal, RealmPlaces places, DistrictOptions options, TimeProvider time, ILogger<SharedInstances> log) : IHostedService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, SharedInstance> open = new();
    /// <summary>Closed at the next look: readers were told, and leave meanwhile.</summary>
    private readonly Queue<string> leaving = [];

    private readonly SemaphoreSlim looking = new(1, 1);
    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <summary>Instances that their realm's name means now.</summary>
    public IEnumerable<SharedInstance> Current => open.Values.Where(one => one.Realm.IsCurrent);

    /// <summary>The store answered when it was last looked at.</summary>
    public bool StoreAnswers { get; private set; }

    /// <summary>An instance came to be shown, or went. Handlers return at once.</summary>
    public event Action? Changed;

    public bool Knows(string instance) => open.ContainsKey(instance);

    /// <summary>Everything that is there is open when this returns, so that no grain is called in an instance that is not.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.Run(RemoveLeftovers, cancellationToken);
        await Look();
        running = Task.Run(Follow, CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Looks at once what the control table and the realms' own streams say.</summary>
    public async Task Look()
    {
        await looking.WaitAsync();
        try
        {
            while (leaving.TryDequeue(out var left)) await Close(left);
            var current = (await Task.Run(files.Control.Instances)).Where(realm => realm.IsCurrent).ToList();
            var hasChanged = false;
            foreach (var realm in current) hasChanged |= await LookAt(realm);
            foreach (var gone in Current.Where(one => current.TrueForAll(realm => realm.Instance != one.Realm.Instance)).ToList())
            {
                open.TryRemove(gone.Realm.Instance, out _);
                leaving.Enqueue(gone.Realm.Instance);
                hasChanged = true;
            }
            StoreAnswers = true;
            if (hasChanged) Changed?.Invoke();
        }
        finally
        {
            looking.Release();
        }
    }

    /// <summary>Opens an instance that is being made here, before its realm's name means it.</summary>
    public async Task Open(RealmInstance realm)
    {
        await looking.WaitAsync();
        try
        {
            await OpenJournal(realm);
        }
        finally
        {
            looking.Release();
        }
    }

    /// <summary>Whether the instance is shown from now on.</summary>
    private async Task<bool> LookAt(RealmInstance realm)
    {
        if (!open.TryGetValue(realm.Instance, out var known)) known = await OpenJournal(realm with { IsCurrent = false });
        var folded = known.Folded;
        foreach (var entry in await journal.ReadStream(RealmStream.Of(realm.Instance), folded.Version))
            folded = folded.After(RealmStream.Aggregate, (RealmEvent)EventCodec.Decode(entry), entry.At, entry.HashTag);
        if (folded.State.Registry is { } adopted && (adopted, folded.State.Roster) != (known.Folded.State.Registry, known.Folded.State.Roster))
        {
            places.Adopt(realm.Instance, adopted.Hash, adopted.WithRoster, folded.State.Roster?.Hash);
            LogAdopted(realm.Instance, adopted.Hash);
        }
        open[realm.Instance] = new(realm, folded);
        return known.Realm.IsCurrent != realm.IsCurrent || known.IsReady != (folded.State.Registry is not null);
    }

    /// <summary>What this process derived from instances that are gone.</summary>
    private void RemoveLeftovers()
    {
        foreach (var gone in files.Folder.InstanceFolders().Intersect(files.Control.Dropped())) Directory.Delete(files.Folder.Instance(gone), recursive: true);
    }

    private async Task<SharedInstance> OpenJournal(RealmInstance realm)
    {
        if (options.Seat is { HasGrains: false }) await Look(realm.Instance);
        else await files.OpenJournal(journal, realm.Instance);
        return open[realm.Instance] = new(realm, Folded<Realm>.Start(Realm.New));
    }

    /// <summary>A web node only reads: whether a backup was put back, and what must be erased again, is the silos' to find out.</summary>
    private async Task Look(string instance)
    {
        files.Folder.CreateInstance(instance);
        await journal.Open(instance);
    }

    private async Task Close(string instance)
    {
        await journal.Close(instance);
        places.Remove(instance);
        files.Secrets.Forget(instance);
    }

    private async Task Follow()
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token)) await LookOrSay();
        }
        catch (OperationCanceledException)
        {
            // stopping
        }
    }

    private async Task LookOrSay()
    {
        try
        {
            await Look();
        }
        catch (Exception failure)
        {
            if (StoreAnswers) LogAway(failure.Message);
            StoreAnswers = false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Instance} works with the places of registry {Hash}")]
    private partial void LogAdopted(string instance, string hash);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the control table cannot be read at the moment: {Reason}")]
    private partial void LogAway(string reason);
}
