using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GridActors.Places;

/// <summary>
/// A roster's file: <c>GRIDROS</c> and a zero byte, the format version (int32, little-endian), one JSON line a shift, then one a person in the order of ids, and
/// SHA-256 of everything before. What is empty is left out.
/// </summary>
internal static class RosterFile
{
    public const int FormatVersion = 1;

    private const string DateFormat = "yyyy-MM-dd";

    public static ReadOnlySpan<byte> Magic => "GRIDROS\0"u8;

    private static readonly string[] DayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Encode(StaffList staff)
    {
        using var to = new MemoryStream(PlacesFile.HeadBytes + 160 * staff.Members.Length);
        to.Write(Magic);
        Span<byte> version = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(version, FormatVersion);
        to.Write(version);
        foreach (var (name, plan) in staff.Shifts) Write(new() { Shift = name, Week = WeekOf(plan), Dates = DatesOf(plan) });
        foreach (var member in staff.Members)
        {
            Write(new()
            {
                Id = member.Id.Value,
                Role = CodeOf(member.Kind),
                Area = member.Area.Code,
                Skills = member.Skills.IsEmpty ? null : [.. member.Skills],
                Shift = member.Shift,
                Person = member.Person,
                Recused = member.Recused.IsEmpty ? null : [.. member.Recused.Select(building => building.Code)],
                Week = WeekOf(member.Own),
                Dates = DatesOf(member.Own),
            });
        }
        to.Write(SHA256.HashData(to.GetBuffer().AsSpan(0, (int)to.Length)));
        return to.ToArray();

        void Write(Line line)
        {
            JsonSerializer.Serialize(to, line, Json);
            to.WriteByte((byte)'\n');
        }
    }

    /// <exception cref="InvalidDataException">Not a roster, damaged, or of a newer format.</exception>
    public static StaffList Decode(ReadOnlyMemory<byte> file)
    {
        var bytes = file.Span;
        if (!bytes.StartsWith(Magic) || bytes.Length < PlacesFile.HeadBytes + SHA256.HashSizeInBytes) throw new InvalidDataException("This is not a roster's file.");
        var version = BinaryPrimitives.ReadInt32LittleEndian(bytes[Magic.Length..]);
        if (version > FormatVersion) throw new InvalidDataException($"The roster has format {version}; this program reads up to {FormatVersion}. Use a newer program.");
        PlacesFile.Checked(bytes, "roster");
        var (shifts, members) = (new Dictionary<string, DutyPlan>(StringComparer.Ordinal), new List<StaffMember>());
        try
        {
            var content = bytes[PlacesFile.HeadBytes..^SHA256.HashSizeInBytes];
            while (!content.IsEmpty)
            {
                var end = content.IndexOf((byte)'\n');
                var line = JsonSerializer.Deserialize<Line>(content[..end], Json)!;
                content = content[(end + 1)..];
                if (line.Id is null) shifts.Add(line.Shift!, PlanOf(line));
                else members.Add(new(new(line.Id), KindOf(line.Role!), new(line.Area!), [.. line.Skills ?? []], line.Shift, PlanOf(line), line.Person) { Recused = [.. (line.Recused ?? []).Select(code => new AreaId(code))] });
            }
            return new(shifts, members);
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException or FormatException or NullReferenceException or KeyNotFoundException)
        {
            throw new InvalidDataException("The roster's file holds what no roster holds.", broken);
        }
    }

    /// <summary>The role's code in files.</summary>
    public static string CodeOf(ResponderKind kind) => kind switch
    {
        ResponderKind.Worker => "worker",
        ResponderKind.Head => "head",
        ResponderKind.Lead => "lead",
        _ => "mediator",
    };

    private static ResponderKind KindOf(string code) =>
        Enum.GetValues<ResponderKind>().Cast<ResponderKind?>().FirstOrDefault(kind => CodeOf(kind!.Value) == code) ?? throw new FormatException($"no role {code}");

    private static SortedDictionary<string, string[]>? WeekOf(DutyPlan plan) => plan.HasWeek
        ? new(Enumerable.Range(0, DutyPlan.WeekDays).Where(day => !plan.Week[day].IsEmpty).ToDictionary(day => DayNames[day], day => Texts(plan.Week[day])), StringComparer.Ordinal)
        : null;

    private static SortedDictionary<string, string[]>? DatesOf(DutyPlan plan) => plan.Dates.IsEmpty
        ? null
        : new(plan.Dates.ToDictionary(date => date.Key.ToString(DateFormat, CultureInfo.InvariantCulture), date => Texts(date.Value)), StringComparer.Ordinal);

    private static string[] Texts(ImmutableArray<DutySpan> spans) => [.. spans.Select(span => span.ToString())];

    private static DutyPlan PlanOf(Line line)
    {
        if (line.Week is null && line.Dates is null) return DutyPlan.None;
        return new(
            line.Week is null ? DutyPlan.None.Week : [.. DayNames.Select(day => line.Week.TryGetValue(day, out var spans) ? Spans(spans) : [])],
            (line.Dates ?? []).ToImmutableSortedDictionary(date => DateOnly.ParseExact(date.Key, DateFormat, CultureInfo.InvariantCulture), date => Spans(date.Value)));
    }

    private static ImmutableArray<DutySpan> Spans(string[] texts) => [.. texts.Select(text => DutySpan.Parse(text) ?? throw new FormatException($"no span {text}"))];

    /// <summary>A shift (no id) or a person.</summary>
    private sealed record Line
    {
        public string? Id { get; init; }

        public string? Role { get; init; }

        public string? Area { get; init; }

        public string[]? Skills { get; init; }

        public string? Shift { get; init; }

        public SortedDictionary<string, string[]>? Week { get; init; }

        public SortedDictionary<string, string[]>? Dates { get; init; }

        public string? Person { get; init; }

        public string[]? Recused { get; init; }
    }
}
