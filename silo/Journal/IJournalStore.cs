using GridActors.Journal;

namespace GridActors.Silo.Journal;

/// <summary>A database that holds journals: every open realm instance with all tables of contract §2 but <c>control</c>. Safe to call from any thread.</summary>
public interface IJournalStore : IJournal, IDueTable, IFollowerTable, IVaultTable, IAsyncDisposable
{
    /// <summary>The instances open now.</summary>
    ICollection<string> Instances { get; }

    /// <summary>Opens an instance's tables, or makes them. What is known of it from outside is checked first (<see cref="InstanceCheck"/>).</summary>
    /// <exception cref="JournalDamagedException">The journal contradicts itself; only <c>restore</c> helps.</exception>
    /// <exception cref="InvalidOperationException">It is open already.</exception>
    ValueTask<InstanceOpening> Open(string instance, InstanceCheck? check = null);

    /// <summary>Writes what is queued and closes the instance here. Later calls for it answer that it is closed.</summary>
    ValueTask Close(string instance);

    /// <summary>Marks the instance as taking no more writes, for good: every later append is answered so.</summary>
    ValueTask SetClosed(string instance);

    /// <summary>Mints a new epoch for both partitions, so that whatever was derived before is thrown away.</summary>
    ValueTask RenewEpoch(string instance);

    /// <summary>Looks for what other processes have written: afterwards its head is as new as the call. Nothing to do where this process alone writes.</summary>
    ValueTask CatchUp(string instance) => ValueTask.CompletedTask;

    /// <summary>Removes a closed instance's tables for good. One that is not there any more is fine.</summary>
    ValueTask Drop(string instance);
}
