using GridActors.Registries;
using GridActors.Silo.Journal;
using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Folder;

/// <summary>
/// The database that holds a district's truth, opened by one process: realm instances, registries, journals. What lies beside it in the data folder (key file,
/// erasure log, last heads) is <see cref="Vault.ServedFolder"/>'s. Disposing it lets others have it.
/// </summary>
public interface IDistrictStore : IDisposable
{
    /// <summary>What to call it when something is refused.</summary>
    string Name { get; }

    /// <summary>Completes, with the reason, when another process has come to hold the database: this one must stop. Never, where that cannot happen.</summary>
    Task<string> Lost { get; }

    IControlTable Control { get; }

    IRegistries Registries { get; }

    /// <summary>The journals of the district, none open yet; the caller disposes of them before the store.</summary>
    IJournalStore OpenJournals(TimeProvider time, ILoggerFactory logs);

    /// <summary>An instance's tables at this moment, read beside whoever writes them.</summary>
    IStoredTables ReadTables(string instance);

    /// <summary>Dropped instances of which something is still there, after a crash while one was removed.</summary>
    IEnumerable<string> Leftovers();

    /// <summary>Removes an instance's snapshots, in small steps.</summary>
    void RemoveSnapshots(string instance);
}
