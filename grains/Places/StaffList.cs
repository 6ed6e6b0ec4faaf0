using System.Collections.Immutable;

namespace GridActors.Places;

/// <summary>
/// Somebody who serves the district, by work facts only: no name, no score. <paramref name="Person"/> is the vault's subject that holds name and phone, or null.
/// </summary>
/// <param name="Shift">The shared plan that this person follows; null: only <paramref name="Own"/> counts.</param>
/// <param name="Own">What is planned for this person alone.</param>
public sealed record StaffMember(
    ResponderId Id, ResponderKind Kind, AreaId Area, ImmutableArray<string> Skills, string? Shift, DutyPlan Own, string? Person)
{
    /// <summary>Buildings whose quarrels are given to somebody else, because they live there or for any other interest of theirs: the reason is nobody's business.</summary>
    public ImmutableArray<AreaId> Recused { get; init; } = [];
}

/// <summary>A district's people as they were imported: immutable, known by the SHA-256 of their file; a changed roster is a new one.</summary>
public sealed class StaffList
{
    /// <summary>The shift of those who are always there; it needs no plan.</summary>
    public const string AlwaysShift = "always";

    public static readonly ImmutableSortedDictionary<string, DutyPlan> NoShifts = ImmutableSortedDictionary.Create<string, DutyPlan>(StringComparer.Ordinal);

    private readonly byte[] file;

    /// <param name="shifts">Shared plans by name.</param>
    /// <param name="members">In any order; ids are unique.</param>
    public StaffList(IReadOnlyDictionary<string, DutyPlan> shifts, IEnumerable<StaffMember> members)
    {
        Shifts = shifts.ToImmutableSortedDictionary(StringComparer.Ordinal);
        Members = [.. members.OrderBy(member => member.Id)];
        file = RosterFile.Encode(this);
        Hash = PlacesFile.HashOf(file);
    }

    /// <summary>SHA-256 of the file, 64 lower-case hex digits.</summary>
    public string Hash { get; }

    public ImmutableSortedDictionary<string, DutyPlan> Shifts { get; }

    /// <summary>Everybody, in the order of their ids.</summary>
    public ImmutableArray<StaffMember> Members { get; }

    /// <summary>When this person is on duty.</summary>
    public DutyPlan PlanOf(StaffMember member)
    {
        var shift = member.Shift is null ? DutyPlan.None : member.Shift == AlwaysShift ? DutyPlan.Always : Shifts[member.Shift];
        return ReferenceEquals(member.Own, DutyPlan.None) ? shift : member.Own.Over(shift);
    }

    /// <summary>The file; the same people are always the same bytes.</summary>
    public ReadOnlyMemory<byte> File => file;

    /// <exception cref="InvalidDataException">Not a roster, damaged, or of a newer format; the message says which.</exception>
    public static StaffList Load(ReadOnlyMemory<byte> file) => RosterFile.Decode(file);
}
