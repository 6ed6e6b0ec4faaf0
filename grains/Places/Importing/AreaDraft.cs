namespace GridActors.Places;

/// <summary>What files say about a street, community, cell or the airport: a row of a table, a polygon of a map, or both.</summary>
internal sealed class AreaDraft(AreaId id)
{
    public AreaId Id { get; } = id;

    /// <summary>Where its row stands; null while only a map shows it.</summary>
    public SourceLine? Row { get; set; }

    /// <summary>Where its polygon stands.</summary>
    public SourceLine? Map { get; set; }

    public string? Name { get; set; }

    public string? English { get; set; }

    public LonLat? Center { get; set; }

    public Shape? Shape { get; set; }

    public SourceLine At => Row ?? Map ?? default;

    public bool IsAirport => Id == AreaId.Airport;
}
