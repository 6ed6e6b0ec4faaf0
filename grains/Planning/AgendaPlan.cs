namespace GridActors.Planning;

/// <summary>What a played day is made of: <paramref name="Volume"/> times the real district's new cases, and whether buildings are visited.</summary>
/// <param name="Seed">Draws invented people; all other chance comes from the realm's keys.</param>
/// <param name="Volume">1 = about 60 new cases a day.</param>
/// <param name="Visits">Visits are a steady pulse that needs no history: a backlog leaves them out.</param>
public sealed record AgendaPlan(int Seed, double Volume = AgendaPlan.DemoVolume, bool Visits = true)
{
    /// <summary>The demo shows eight real days' reports in one.</summary>
    public const double DemoVolume = 8;
}

/// <summary>The roles that simulated people act in, beside <see cref="Journal.Actor"/>'s own.</summary>
internal static class AgendaRoles
{
    public const string Worker = "worker";
    public const string Head = "head";
}
