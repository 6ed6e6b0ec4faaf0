using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.Planning;

/// <summary>
/// The days before a played realm opens, computed in memory: everything that a journal must hold so that it opens in the middle of its work, with its
/// follow-ups done. To be appended in this order through the ordinary journal.
/// </summary>
public static class Backlog
{
    /// <summary>Long enough that the number of open cases no longer depends on the empty district it began with.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromDays(2);

    /// <summary>How much of it is computed while the part before is being written.</summary>
    private static readonly TimeSpan Part = TimeSpan.FromHours(6);

    /// <summary>The writes of one part of the time after another, each computed when it is asked for.</summary>
    public static IEnumerable<IReadOnlyList<PlannedWrite>> Before(
        DateTimeOffset start, string instance, AgendaPlan plan, RealmKeys keys, RuleSet rules, Registry registry, Roster roster)
    {
        var agenda = new Agenda(instance, plan with { Visits = false }, keys, registry, roster, start - Length);
        var run = new PlanningRun(keys, rules, roster, agenda, start - Length);
        for (var (until, taken) = (start - Length, 0); until < start; taken = run.Writes.Count)
        {
            run.RunUntil(until += Part);
            yield return [.. run.Writes.Skip(taken)];
        }
    }
}
