namespace GridActors.Journal;

/// <summary>The keyed hashes of each realm instance.</summary>
public interface IRealmSecrets
{
    RealmKeys KeysOf(string instance);
}
