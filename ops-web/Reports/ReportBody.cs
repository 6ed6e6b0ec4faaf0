using System.Text.Json.Serialization;
using GridActors.Rules;

namespace GridActors.OpsWeb.Reports;

/// <summary>A report as it is sent. Severity: only what the reporter is sure of; else the rules choose.</summary>
public sealed record ReportBody(Category Category, string Text, PlaceBody Place, Severity? Severity = null, ReporterBody? Reporter = null);

/// <summary>Exactly one of the three: a building's code, a position [lon, lat] in WGS-84, or an address.</summary>
public sealed record PlaceBody(string? BuildingId = null, double[]? Position = null, string? Address = null);

/// <summary>Who reports, if they say so.</summary>
public sealed record ReporterBody(string? Name = null, string? Phone = null);

/// <summary>The answer to a report. <paramref name="Emergency"/> and <paramref name="Desk"/> only where somebody may be in danger.</summary>
public sealed record ReportAnswer(
    string CaseId, string Receipt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<EmergencyNumber>? Emergency,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Desk);

/// <summary>A number to call at once.</summary>
public sealed record EmergencyNumber(string Number, string Zh, string En)
{
    public static readonly IReadOnlyList<EmergencyNumber> All =
    [
        new("110", "公安报警", "Police"), new("120", "医疗急救", "Ambulance"), new("12338", "妇女维权热线", "Women's rights line"), new("12348", "法律援助热线", "Legal aid"),
    ];
}
