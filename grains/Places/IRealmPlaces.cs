namespace GridActors.Places;

/// <summary>The places and people that each realm instance has adopted.</summary>
public interface IRealmPlaces
{
    Registry RegistryOf(string instance);

    /// <summary>Who serves there; <see cref="Roster.Empty"/> where nobody does.</summary>
    Roster RosterOf(string instance);
}
