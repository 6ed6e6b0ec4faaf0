using System.Globalization;
using System.Text.RegularExpressions;
using GridActors.Journal;
using GridActors.OpsWeb.Http;

namespace GridActors.OpsWeb.Field;

/// <summary>What a phone's clock looks like from here.</summary>
public enum ClockSays
{
    Right,

    /// <summary>It is ahead of the service's.</summary>
    Ahead,

    /// <summary>It names an instant too long ago to be believed.</summary>
    Behind,
}

/// <summary>When a phone says that something was done. <paramref name="At"/>: null when that is not believable. Order and deadlines never go by it.</summary>
internal readonly partial record struct DeviceClock(DateTimeOffset? At, ClockSays Says)
{
    private const int CharactersMax = 40;

    /// <summary>How far a phone's clock may be ahead.</summary>
    private static readonly TimeSpan AheadMax = TimeSpan.FromMinutes(10);

    /// <summary>How long an act may have waited for a link.</summary>
    private static readonly TimeSpan OldestMax = TimeSpan.FromDays(7);

    /// <exception cref="ProblemException">400: it is no instant with a zone.</exception>
    public static DeviceClock Of(string deviceAt, DateTimeOffset now, string field = "/deviceAt")
    {
        if (deviceAt.Length > CharactersMax || !WithZone().IsMatch(deviceAt) || !DateTimeOffset.TryParse(deviceAt, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            throw new ProblemException(Problem.Malformed(field, "an instant with its zone, as 2031-05-06T04:00:00Z"));
        if (at > now + AheadMax) return new(null, ClockSays.Ahead);
        return at < now - OldestMax ? new(null, ClockSays.Behind) : new(Instants.Truncate(at.ToUniversalTime()), ClockSays.Right);
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$", RegexOptions.CultureInvariant)]
    private static partial Regex WithZone();
}
