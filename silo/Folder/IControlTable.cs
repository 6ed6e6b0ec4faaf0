using GridActors.Journal;
using GridActors.Silo.Vault;

namespace GridActors.Silo.Folder;

/// <summary>The one table of a district's realm instances: their names, kinds, registries and wrapped secrets. Safe to call from any thread.</summary>
public interface IControlTable : IDisposable
{
    /// <summary>Instances whose truth needs the key file; with none of them a key file may be made afresh.</summary>
    bool HasSecrets { get; }

    IReadOnlyList<RealmInstance> Instances();

    /// <summary>The instance that a realm's name means now, or the instance of that very name; null when there is none or it was dropped.</summary>
    RealmInstance? Find(string realm);

    /// <summary>
    /// Makes a world for a realm: <c>live</c> bears its own name, <c>demo</c> is numbered (<c>demo-0001</c>), a drill is named by its caller (<c>drill-…</c>). Its secret is random in
    /// live and derived from the seed elsewhere. The name does not mean it until <see cref="MakeCurrent"/>, so it can be filled first.
    /// </summary>
    /// <exception cref="InvalidOperationException">The instance name was used before.</exception>
    RealmInstance Create(string name, RealmKind kind, ulong? seed, KeyFile keys);

    /// <summary>The realm's current instance; where there is none, a new one that the name means at once.</summary>
    RealmInstance FindOrCreate(string name, RealmKind kind, ulong? seed, KeyFile keys);

    /// <summary>From now on the realm's name means this instance.</summary>
    void MakeCurrent(string instance);

    void SetRegistryHash(string instance, string hash);

    /// <summary>Forgets an instance and its secret; its name stays used. Its tables are the caller's to remove.</summary>
    /// <exception cref="InvalidOperationException">It is live, or its realm's name still means it.</exception>
    void Drop(string instance);

    /// <summary>Every instance name ever dropped; what is left of their tables after a crash is removed at the next start.</summary>
    IReadOnlyList<string> Dropped();

    /// <summary>The instance's secret as stored, wrapped.</summary>
    /// <exception cref="UnknownInstanceException">There is no such instance, or no longer.</exception>
    WrappedKey WrappedSecret(string instance);

    /// <summary>Wraps every realm secret with the key file's newest generation, in one transaction.</summary>
    void RewrapSecrets(KeyFile keys);
}
