namespace GridActors.Silo.Realms;

/// <summary>The parts of the service that this process leans on and that may be away: for its health.</summary>
public interface IPartsOfService
{
    /// <summary>What cannot be reached at the moment: <c>store</c>, <c>silos</c>.</summary>
    IReadOnlyList<string> Missing { get; }

    /// <summary>Commands can be taken to where they are carried out, or will be told there that something is away. False: there never was a silo yet.</summary>
    bool TakesCommands { get; }
}
