namespace GridActors.Silo.Realms;

/// <summary>The realms that every district has.</summary>
public static class RealmNames
{
    public const string Live = "live";
    public const string Demo = "demo";
}
