using GridActors.LoadTest.Workloads;
using Microsoft.AspNetCore.Http;

namespace GridActors.LoadTest.Baselines;

/// <summary>A report as the plain way stores it: one row, in clear.</summary>
internal sealed record PlainReport(string Key, string Building, string Category, string? Severity, string Text, string? Name, string? Phone)
{
    public static PlainReport Of(ReportBody body, HttpRequest request) => new(
        request.Headers["Idempotency-Key"].ToString(), body.Place.BuildingId, body.Category, body.Severity, body.Text, body.Reporter?.Name, body.Reporter?.Phone);
}
