using GridActors.Journal;
using GridActors.LoadTest.Stores;
using GridActors.Places;
using GridActors.Registries;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;
using Microsoft.Extensions.Logging.Abstractions;

namespace GridActors.LoadTest.Filling;

/// <summary>The demo of a place as its own store opens it, in this process and without a service: for appending in bulk. The place was served before, so the demo is there.</summary>
internal sealed class OpenedDistrict : IAsyncDisposable
{
    private const string Realm = "demo";

    private readonly ServedFolder served;

    private OpenedDistrict(ServedFolder served, IJournalStore journal, string instance, string registryHash)
    {
        (this.served, Journal, Instance) = (served, journal, instance);
        Keys = served.Secrets.KeysOf(instance);
        Vault = new CaseVault(journal, served.Keys, served.Secrets, served.Erasures);
        Registry = served.Store.Registries.Load(registryHash);
        Roster = Roster.Of(Registry);
    }

    public IJournalStore Journal { get; }

    public string Instance { get; }

    public RealmKeys Keys { get; }

    public IVault Vault { get; }

    public Registry Registry { get; }

    public Roster Roster { get; }

    /// <summary>The realm instant of the last entry: nothing that is added is earlier.</summary>
    public DateTimeOffset LastAt { get; private init; }

    /// <summary>Position of the open partition's last entry.</summary>
    public long Position => Journal.Head(Instance, Partition.Open).Position;

    /// <exception cref="InvalidOperationException">There is no demo in it yet.</exception>
    public static async Task<OpenedDistrict> Open(DistrictPlace place)
    {
        await place.Store.Prepare(TimeProvider.System);
        var files = place.Store.FolderOf(Silo.Folder.DataFolder.Resolve(place.Folder.FullName));
        var served = ServedFolder.Open(files, place.Store, url: "", TimeProvider.System, NullLogger.Instance);
        var journal = served.Store.OpenJournals(TimeProvider.System, NullLoggerFactory.Instance);
        try
        {
            var demo = served.Control.Find(Realm) ?? throw new InvalidOperationException("there is no demo in this place: serve it once first");
            await served.OpenJournal(journal, demo.Instance);
            var head = journal.Head(demo.Instance, Partition.Open).Position;
            var last = await journal.ReadAll(demo.Instance, Partition.Open, Math.Max(0, head - 1), limit: 1);
            return new(served, journal, demo.Instance, demo.RegistryHash) { LastAt = last[0].At };
        }
        catch
        {
            await journal.DisposeAsync();
            served.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Journal.DisposeAsync();
        served.Dispose();
    }
}
