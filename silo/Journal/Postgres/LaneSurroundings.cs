using Microsoft.Extensions.Logging;

namespace GridActors.Silo.Journal.Postgres;

/// <summary>What every lane of a process shares.</summary>
/// <param name="Armed">Hears of the earliest deadline a batch has armed.</param>
/// <param name="Told">Tells the other processes that a head of the instance has moved.</param>
internal sealed record LaneSurroundings(
    TimeProvider Time, LaneOrder Order, AppendCounts Counts, Action<string, DateTimeOffset> Armed, Action<string> Told, ILogger Log);
