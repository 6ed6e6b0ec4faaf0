using GridActors.Journal;
using GridActors.Places;
using GridActors.Rules;

namespace GridActors.Disputes;

/// <summary>What the roster says about a command at its instant: stamped by the grain as the time is, so that no rule asks a roster.</summary>
/// <param name="CommunityStaffed">Somebody is on duty at the desk of the case's community.</param>
/// <param name="StreetStaffed">The same of its street.</param>
/// <param name="WhomOnDuty">Whoever is to have the case is on duty.</param>
/// <param name="WhomInterested">They have an interest in it, or it is hidden from them.</param>
/// <param name="MayTake">Whoever acts is on duty and takes work of the place: the building's head, or one of the cell's workers.</param>
[GenerateSerializer, Immutable, Alias("duty-facts")]
public sealed record DutyFacts(
    [property: Id(0)] bool CommunityStaffed, [property: Id(1)] bool StreetStaffed, [property: Id(2)] bool WhomOnDuty, [property: Id(3)] bool WhomInterested, [property: Id(4)] bool MayTake)
{
    /// <summary>The ladder passes over a desk where nobody is.</summary>
    public bool IsStaffed(Tier tier) => tier switch
    {
        Tier.Community => CommunityStaffed,
        Tier.Street => StreetStaffed,
        _ => true,
    };

    internal static DutyFacts? Of(DisputeCommand command, Dispute dispute, Partition partition, Roster roster, DateTimeOffset at)
    {
        if (dispute is not Dispute.Open { File: var file } || roster.IsEmpty) return null;
        return command switch
        {
            DisputeDeadlinePassed or PassOnDispute or LevelUpDispute or CompleteTask or AssignDispute { By.Role: Actor.Rule } =>
                new(IsStaffed(roster, file.Area, AreaLevel.Community, at), IsStaffed(roster, file.Area, AreaLevel.Street, at), false, false, false),
            AssignDispute assign => OfWhom(assign.Responder),
            HandOverTask over => OfWhom(over.To),
            AcknowledgeTask { By.Responder: { } who } => new(true, true, true, false, Takes(roster, file.Area, who, at) && !IsInterested(roster, file, partition, who)),
            _ => null,
        };

        DutyFacts OfWhom(ResponderId whom) => new(true, true, roster.OnDuty(whom, at), IsInterested(roster, file, partition, whom), false);
    }

    private static bool IsStaffed(Roster roster, AreaId area, AreaLevel level, DateTimeOffset at) => area.Level < level || roster.OnDutyFor(area.At(level), at).Count > 0;

    private static bool Takes(Roster roster, AreaId area, ResponderId who, DateTimeOffset at) =>
        area.Level == AreaLevel.Building && roster.OnDutyFor(area, at).Contains(who)
        || area.Level >= AreaLevel.Cell && roster.OnDutyFor(area.At(AreaLevel.Cell), at).Contains(who);

    /// <summary>Of a sealed case neither the building's head nor the building's grid worker may ever hear.</summary>
    private static bool IsInterested(Roster roster, Dispute.CaseFile file, Partition partition, ResponderId whom) =>
        Vocabulary.IsQuarrel(file.Category) && roster.IsRecused(whom, file.Area)
        || partition == Partition.Sealed && roster.Find(whom) is { Kind: ResponderKind.Head or ResponderKind.Worker } known && file.Area.IsIn(known.Home);
}

/// <summary>How a case's commands are stamped, in its grain, at its door and in a run in memory.</summary>
public static class DisputeStamp
{
    public static DisputeCommand Stamped(this DisputeCommand command, Dispute dispute, StreamId stream, Roster roster, DateTimeOffset at) =>
        command with { At = at, Duty = DutyFacts.Of(command, dispute, stream.Partition, roster, at) };
}
