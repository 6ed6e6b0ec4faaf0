using GridActors.Silo.Journal;

namespace GridActors.Silo.Following;

/// <summary>Names in the <c>parked</c> table that are no follow-up's own.</summary>
internal static class ParkedNames
{
    /// <summary>An entry whose event this build cannot read: none of its follow-ups is known. Its target is empty and holds up nobody.</summary>
    public const string Unreadable = "unreadable";

    private const string DeadlinePrefix = "deadline-";

    /// <summary>A deadline that its stream would not take.</summary>
    public static string Deadline(string kind) => DeadlinePrefix + kind;

    public static bool IsDeadline(ParkedRow row) => row.Name.StartsWith(DeadlinePrefix, StringComparison.Ordinal);
}
