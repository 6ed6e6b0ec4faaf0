namespace GridActors.LoadTest.Baselines;

/// <summary>A report as the plain way stores it: one row, in clear.</summary>
internal sealed record PlainReport(string Key, string Building, string Category, string? Severity, string Text, string? Name, string? Phone);
