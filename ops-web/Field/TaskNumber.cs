using System.Globalization;
using GridActors.Journal;

namespace GridActors.OpsWeb.Field;

/// <summary>A task's id taken apart: its case, and its number among the case's tasks, from 1.</summary>
internal readonly record struct TaskNumber(string CaseId, int Number)
{
    /// <summary>No case has as many tasks.</summary>
    private const int DigitsMax = 6;

    public override string ToString() => IdOf(CaseId, Number);

    public static string IdOf(string caseId, int number) => string.Create(CultureInfo.InvariantCulture, $"{caseId}-{number}");

    /// <summary>Null for what cannot be a task's id.</summary>
    public static TaskNumber? Parse(string text)
    {
        const int dash = RealmKeys.CaseIdCharacters;
        if (text.Length is <= dash + 1 or > dash + 1 + DigitsMax || text[dash] != '-' || text[dash + 1] == '0' || !Base32.IsValid(text.AsSpan(0, dash))) return null;
        return int.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new(text[..dash], number) : null;
    }
}
