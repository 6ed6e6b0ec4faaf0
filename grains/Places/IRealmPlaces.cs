namespace GridActors.Places;

/// <summary>The places and people that each realm instance has adopted.</summary>
public interface IRealmPlaces
{
    Registry RegistryOf(string instance);

    /// <summary>Who serves there; <see cref="Roster.Empty"/> where nobody does.</summary>
    Roster RosterOf(string instance);

    /// <summary>Raised when an instance works with other places or people than before. Handlers return at once.</summary>
    event Action<string>? Adopted;
}
