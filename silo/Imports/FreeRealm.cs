using GridActors.Journal;
using GridActors.Places;
using GridActors.Registries;
using GridActors.Silo.Folder;
using GridActors.Silo.Journal;
using GridActors.Silo.Realms;
using GridActors.Silo.Vault;
using Microsoft.Extensions.Logging.Abstractions;

namespace GridActors.Silo.Imports;

/// <summary>A realm of a data folder that nobody serves: this command holds the folder while it imports.</summary>
internal sealed class FreeRealm : IImportDoor
{
    private const string Live = "live";

    private readonly ServedFolder files;
    private readonly IJournalStore journal;
    private readonly RealmInstance realm;
    private readonly RealmDiary diary;
    private readonly TimeProvider time;
    private readonly PersonVault persons;

    private FreeRealm(ServedFolder files, IJournalStore journal, RealmInstance realm, RealmDiary diary, TimeProvider time)
    {
        (this.files, this.journal, this.realm, this.diary, this.time) = (files, journal, realm, diary, time);
        persons = new(new CaseVault(journal, files.Keys, files.Secrets, files.Erasures), journal, files.Secrets, files.Erasures);
    }

    /// <exception cref="FolderRefusedException">The folder cannot be opened; the message gives advice.</exception>
    /// <exception cref="ImportRefusedException">There is no such realm, or it takes no imports.</exception>
    public static async Task<FreeRealm> Open(DataFolder folder, StoreChoice store, string name, TimeProvider time)
    {
        var files = ServedFolder.Open(folder, store, "", time, NullLogger.Instance);
        IJournalStore? journal = null;
        try
        {
            var realm = name == Live ? files.Control.FindOrCreate(Live, RealmKind.Live, seed: null, files.Keys) : files.Control.Find(name);
            if (realm is null) throw new ImportRefusedException($"{files.Store.Name} has no realm {name}; it has {string.Join(", ", files.Control.Instances().Select(one => one.Instance))}.");
            if (realm.Kind == RealmKind.Demo) throw new ImportRefusedException("A demo works with its own places and people. Import into live: --realm live.");
            journal = files.Store.OpenJournals(time, NullLoggerFactory.Instance);
            await files.OpenJournal(journal, realm.Instance);
            return new(files, journal, realm, await RealmDiary.Read(realm.Instance, journal, files.Secrets.KeysOf(realm.Instance), time), time);
        }
        catch
        {
            if (journal is not null) await journal.DisposeAsync();
            files.Dispose();
            throw;
        }
    }

    public PlacesInUse InUse => new(diary.Realm.Registry?.Hash, diary.Realm.Roster?.Hash);

    public IRegistries Files => files.Store.Registries;

    public async Task<IReadOnlyDictionary<AreaId, int>> OpenCases() => await OpenCaseAreas.Of(journal, realm.Instance);

    public async Task<IReadOnlyList<string?>> Persons(IReadOnlyList<NamedPerson> people, bool keep) =>
        keep ? await persons.Keep(realm.Instance, people) : persons.SubjectsOf(realm.Instance, people);

    public async Task AdoptRegistry(string hash)
    {
        if (diary.Realm.Registry?.Hash != hash) await diary.Adopt(hash, diary.Realm.Registry?.WithRoster ?? false, time.GetUtcNow());
        files.Control.SetRegistryHash(realm.Instance, hash);
    }

    public async Task AdoptRoster(string hash)
    {
        if (diary.Realm.Registry is null) throw new ImportRefusedException("The realm has no places yet. Import them first: registry import.");
        if (diary.Realm.Roster?.Hash != hash) await diary.AdoptRoster(hash, time.GetUtcNow());
    }

    public async ValueTask DisposeAsync()
    {
        await journal.DisposeAsync();
        files.Dispose();
    }
}
